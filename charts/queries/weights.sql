{{ dbt_nn.weights(network, iteration) }}
