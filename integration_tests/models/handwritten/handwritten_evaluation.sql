{{ dbt_nn.evaluate(network=ref('handwritten_network'), data=ref('handwritten_test')) }}
