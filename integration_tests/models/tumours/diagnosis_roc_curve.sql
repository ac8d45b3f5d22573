{{ dbt_nn.roc_curve(network=ref('diagnosis_network'), data=ref('tumours_test')) }}
