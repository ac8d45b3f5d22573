{{ dbt_nn.predict_select(network=ref('species_network'), data=ref('penguins_test'), columns=['penguin_id']) }}
