{{ config(materialized='incremental', unique_key='iteration') }}

{%- set network = dbt_nn._resolve(var('unit_network')) %}

with

trained as (

    {{ dbt_nn.train(data=ref('unit_rows'), previous=ref('unit_state'), iterations=var('unit_iterations')) | indent(4) }}

)

select
    trained_at,
    training_run,
    iteration,
    num_examples,
    {{ rounded(['loss', 'accuracy', 'learning_rate'] + network.parameters) }},
    description
from trained
