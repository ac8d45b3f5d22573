-- depends_on: {{ ref('species_evaluation') }}
{{ config(materialized='table') }}
{{ dbt_nn.predict(network=ref('species_network'), data=ref('penguins_test')) }}
