{%- set network = dbt_nn._resolve(var('unit_network')) -%}
with

examples as (

    select * from {{ ref('unit_examples') }}

),

state as (

    select * from {{ ref('unit_state') }}

),

{{ dbt_nn.forward_pass(network) }},

{{ dbt_nn.loss(network) }},

{{ dbt_nn.back_propagation(network) }}

select
    num_read,
    num_complete,
    {{ rounded(['num_labelled', 'batch_loss', 'batch_accuracy']) }},
    {%- for parameter in network.parameters %}
    {{ rounded(['d' ~ parameter]) }}{{ ',' if not loop.last }}
    {%- endfor %}
from gradients
