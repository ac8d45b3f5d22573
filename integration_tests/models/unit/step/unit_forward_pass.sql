{%- set network = dbt_nn._resolve(var('unit_network')) -%}
with

examples as (

    select * from {{ ref('unit_examples') }}

),

state as (

    select * from {{ ref('unit_state') }}

),

{{ dbt_nn.forward_pass(network) }}

select
    {%- for layer in network.layers %}
    {{ rounded(layer.linear) }},
        {%- if not layer.is_last %}
    {{ rounded(layer.outputs) }},
        {%- endif %}
    {%- endfor %}
    {{ rounded(dbt_nn._numbered('probs_', network.classes)) }}
from softmax
