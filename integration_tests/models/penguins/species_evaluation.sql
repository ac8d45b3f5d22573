{{ dbt_nn.evaluate(network=ref('species_network'), data=ref('penguins_test')) }}
