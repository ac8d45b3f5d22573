{{ dbt_nn.predict(network=ref('species_network'), data=ref('penguins_test')) }}
