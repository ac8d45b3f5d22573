{{ dbt_nn.evaluate(network=ref('delay_network'), data=ref('flights_test')) }}
