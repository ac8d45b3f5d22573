{{ config(materialized='table') }}

{{ dbt_nn.initial_parameters() }}
