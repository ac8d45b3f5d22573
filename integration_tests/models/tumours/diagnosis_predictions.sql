{{ dbt_nn.predict(network=ref('diagnosis_network'), data=ref('tumours_test')) }}
