{{ config(materialized='incremental', unique_key='iteration') }}

{{ dbt_nn.train(data=ref('diamonds_train'), iterations=var('iterations', 1200), record_every=20) }}
