{{ config(materialized='incremental', unique_key='iteration') }}

{{ dbt_nn.train(data=ref('flights_train'), iterations=var('iterations', 200), record_every=20) }}
