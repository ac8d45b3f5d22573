{% macro predict_select(network, data, columns=[], iteration=none) %}
    {%- do dbt_nn._check_call('predict_select', {'network': network, 'data': data}, iteration) -%}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set network_rows, network = network, dict(dbt_nn._network(network), is_plain=true) -%}
    {%- set added = dbt_nn._added_columns(network) -%}
    {%- do dbt_nn._check_added_columns('columns', columns, added) -%}
    {%- set row = dbt_nn._values_of_row(network, network_rows, iteration) -%}
    {%- set network = dbt_nn._in_layout(network, 'columns') -%}
    {%- set kept = [] -%}
    {%- for column in columns -%}
        {%- do kept.append('dbt_nn_row.' ~ dbt_nn._quoted(column) ~ ' as kept_' ~ loop.index0) -%}
    {%- endfor -%}
with

state as (

    {{ dbt_nn._literal_row(network, row['values']) | indent(4) }}

),

{{ dbt_nn.examples(network, data, with_label=false, carried=kept | join(',\n        ') or none) }},

{{ dbt_nn.forward_pass(network) }}

select
    {%- for column in columns %}
    kept_{{ loop.index0 }} as {{ dbt_nn._quoted(column) }},
    {%- endfor %}
    {%- for name in added[:-1] %}
    {{ dbt_nn._or_fault(dbt_nn._if_known(network, 'probs_' ~ loop.index0), dbt_nn._double_type(is_plain=true), row.fault) }} as {{ dbt_nn._quoted(name) }},
    {%- endfor %}
    {{ dbt_nn._or_fault(dbt_nn._predicted(network), dbt_nn._class_type(network), row.fault) }} as {{ dbt_nn._quoted(added[-1]) }}
from softmax
{%- endmacro %}
