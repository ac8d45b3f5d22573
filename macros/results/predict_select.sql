{% macro predict_select(network, data, columns=[], iteration=none) %}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set description = dict(dbt_nn._network(network), is_plain=true) -%}
    {%- set kept = [] -%}
    {%- for column in columns -%}
        {%- do kept.append('dbt_nn_row.' ~ dbt_nn._quoted(column) ~ ' as kept_' ~ loop.index0) -%}
    {%- endfor -%}
with

state as (

    {{ dbt_nn._literal_row(description, network, iteration) | indent(4) }}

),

{{ dbt_nn.examples(description, data, with_label=false, carried=kept | join(',\n        ') or none) }},

{{ dbt_nn.forward_pass(description) }}

select
    {%- for column in columns %}
    kept_{{ loop.index0 }} as {{ dbt_nn._quoted(column) }},
    {%- endfor %}
    {%- for slug in dbt_nn._class_slugs(description) %}
    probs_{{ loop.index0 }} as {{ dbt_nn._quoted('probability_' ~ slug) }},
    {%- endfor %}
    {{ dbt_nn._predicted(description) }} as {{ dbt_nn._quoted('predicted_' ~ description.label) }}
from softmax
{%- endmacro %}
