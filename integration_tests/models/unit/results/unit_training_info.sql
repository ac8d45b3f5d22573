{{ dbt_nn.training_info(network=ref('unit_state')) }}
