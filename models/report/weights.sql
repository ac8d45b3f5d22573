{{ dbt_nn.weights(network=ref('trained_network')) }}
