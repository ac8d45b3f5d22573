{{ dbt_nn.evaluate(network=ref('price_network'), data=ref('diamonds_test')) }}
