{{ dbt_nn.confusion_matrix(network, judged, iteration) }}
