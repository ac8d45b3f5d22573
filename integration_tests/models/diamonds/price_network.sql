{{ config(materialized='incremental', unique_key='iteration') }}

{# What batches make the parameters jump by, smaller steps take out again. #}
{{ dbt_nn.train(
    data=ref('diamonds_train'),
    previous=ref('price_network_first'),
    iterations=var('iterations', 300),
    record_every=20
) }}
