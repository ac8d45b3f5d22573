{{ dbt_nn.transform(network=ref('species_network'), data=ref('penguins_test')) }}
