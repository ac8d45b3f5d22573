-- depends_on: {{ ref('price_evaluation') }}
{{ config(materialized='table') }}
{{ dbt_nn.predict(network=ref('price_network'), data=ref('diamonds_test')) }}
