{{ config(materialized='incremental', unique_key='iteration') }}

{# Smaller steps remove the noise that batches add to the parameters. #}
{{ dbt_nn.train(
    data=ref('diamonds_train'),
    previous=ref('price_network_first'),
    iterations=var('iterations', 300),
    record_every=20
) }}
