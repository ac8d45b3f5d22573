-- depends_on: {{ ref('diagnosis_evaluation') }}
{{ config(materialized='table') }}
{{ dbt_nn.predict(network=ref('diagnosis_network'), data=ref('tumours_test')) }}
