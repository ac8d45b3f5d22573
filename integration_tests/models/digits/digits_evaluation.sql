{{ dbt_nn.evaluate(network=ref('digits_network'), data=ref('digits_test')) }}
