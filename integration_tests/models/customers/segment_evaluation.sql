{{ dbt_nn.evaluate(network=ref('segment_network'), data=ref('customers_test')) }}
