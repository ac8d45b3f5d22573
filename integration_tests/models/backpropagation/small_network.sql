{{ config(materialized='table') }}

{{ dbt_nn.train(data=ref('three_rows'), previous=ref('small_parameters'), iterations=1000) }}
