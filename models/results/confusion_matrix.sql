{{ dbt_nn.confusion_matrix(network=ref('trained_network'), data=ref('stg_points_test')) }}
