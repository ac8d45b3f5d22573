{{ config(materialized='incremental', unique_key='iteration') }}

{{ dbt_nn.train(data=ref('three_rows'), previous=ref('small_parameters')) }}
