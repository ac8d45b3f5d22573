{{ dbt_nn.predict(network=ref('price_network'), data=ref('diamonds_test')) }}
