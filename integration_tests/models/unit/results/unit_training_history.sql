{{ dbt_nn.training_history([ref('unit_state'), ref('unit_state_later')]) }}
