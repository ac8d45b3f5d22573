{{ dbt_nn.weights(network=ref('unit_state')) }}
