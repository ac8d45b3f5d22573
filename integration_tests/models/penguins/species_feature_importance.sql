{{ dbt_nn.feature_importance(network=ref('species_network'), data=ref('penguins_test')) }}
