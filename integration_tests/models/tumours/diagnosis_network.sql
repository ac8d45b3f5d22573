{{ config(materialized='incremental', unique_key='iteration') }}

{{ dbt_nn.train(data=ref('tumours_train'), iterations=var('iterations', 300)) }}
