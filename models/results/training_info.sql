{{ dbt_nn.training_info(ref('training_history')) }}
