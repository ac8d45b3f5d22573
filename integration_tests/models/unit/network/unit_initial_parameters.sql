{{ config(materialized='incremental', unique_key='iteration') }}

{{ dbt_nn.initial_parameters() }}
