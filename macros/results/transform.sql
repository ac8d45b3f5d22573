{% macro transform(network, data, iteration=none) %}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set description = dbt_nn._network(network) -%}
    {%- do dbt_nn._check_columns(description, data, with_label=false) -%}
with

state as (

    {{ dbt_nn._newest_row(network, iteration) | indent(4) }}

),

{{ dbt_nn.examples(description, data, with_label=false, carried='dbt_nn_row') }}

select
    dbt_nn_row.*,
    {{ dbt_nn._numbered('x_', description.inputs) | join(',\n    ') }}
from examples
{%- endmacro %}
