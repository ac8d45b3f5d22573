-- depends_on: {{ ref('species_predictions') }}
{{ dbt_nn.predict_function(network=ref('species_network')) }}
