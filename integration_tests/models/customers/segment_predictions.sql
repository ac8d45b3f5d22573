-- depends_on: {{ ref('segment_evaluation') }}
{{ config(materialized='table') }}
{{ dbt_nn.predict(network=ref('segment_network'), data=ref('customers_test')) }}
