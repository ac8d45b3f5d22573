{%- set network = dbt_nn._resolve(var('unit_network')) -%}
with

examples as (

    select * from {{ ref('unit_examples') }}

),

state as (

    select * from {{ ref('unit_state') }}

),

{{ dbt_nn.training_step(network) }}

select
    training_run,
    iteration,
    num_examples,
    {{ rounded(['loss', 'accuracy', 'learning_rate'] + network.parameters) }},
    description
from update
