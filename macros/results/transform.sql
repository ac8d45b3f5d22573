{% macro transform(network, data, iteration=none) %}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set description = dbt_nn._network(network) -%}
    {%- set added = dbt_nn._numbered('x_', description.inputs) -%}
    {%- do dbt_nn._check_columns(description, data, with_label=false) -%}
    {%- if dbt_nn._is_built(data) -%}
        {%- do dbt_nn._check_added_columns('data', adapter.get_columns_in_relation(data) | map(attribute='name') | list, added) -%}
    {%- endif -%}
with

state as (

    {{ dbt_nn._newest_row(network, iteration) | indent(4) }}

),

{{ dbt_nn.examples(description, data, with_label=false, carried='dbt_nn_row') }}

select
    dbt_nn_row.*,
    {{ added | join(',\n    ') }}
from examples
{%- endmacro %}
