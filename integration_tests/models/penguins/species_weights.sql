{{ dbt_nn.weights(network=ref('species_network')) }}
