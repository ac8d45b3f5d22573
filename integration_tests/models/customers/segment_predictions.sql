{{ dbt_nn.predict(network=ref('segment_network'), data=ref('customers_test')) }}
