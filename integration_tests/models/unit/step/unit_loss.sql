{%- set network = dbt_nn._resolve(var('unit_network')) -%}
with

examples as (

    select * from {{ ref('unit_examples') }}

),

state as (

    select * from {{ ref('unit_state') }}

),

{{ dbt_nn.forward_pass(network) }},

{{ dbt_nn.loss(network) }}

select
    x_0,
    {{ rounded(['example_loss']) }},
    is_correct
from loss
