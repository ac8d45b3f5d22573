{{ dbt_nn.evaluate(network=ref('diagnosis_network'), data=ref('tumours_test')) }}
