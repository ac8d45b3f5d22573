{{ dbt_nn.confusion_matrix(network=ref('species_network'), data=ref('penguins_test')) }}
