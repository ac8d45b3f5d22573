{{ dbt_nn.predict_function(network=ref('species_network')) }}
