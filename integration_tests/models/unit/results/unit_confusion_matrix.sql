{{ dbt_nn.confusion_matrix(network=ref('unit_state'), data=ref('unit_rows')) }}
