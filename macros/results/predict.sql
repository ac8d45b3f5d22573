{% macro predict(network, data, iteration=none) %}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set description = dbt_nn._network(network) -%}
    {%- do dbt_nn._check_columns(description, data, with_label=false) -%}
with

state as (

    {{ dbt_nn._newest_row(network, iteration) | indent(4) }}

),

{# The row travels as one value, so that none of its columns meets a name of the network's. -#}
{{ dbt_nn.examples(description, data, with_label=false, carried='dbt_nn_row') }},

{{ dbt_nn.forward_pass(description) }}

select
    dbt_nn_row.*,
    {%- for slug in dbt_nn._class_slugs(description) %}
    probs_{{ loop.index0 }} as {{ dbt_nn._quoted('probability_' ~ slug) }},
    {%- endfor %}
    {{ dbt_nn._predicted(description) }} as {{ dbt_nn._quoted('predicted_' ~ description.label) }}
from softmax
{%- endmacro %}
