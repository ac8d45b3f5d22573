{% macro confusion_matrix(network, data, iteration=none) %}
    {%- do dbt_nn._check_call('confusion_matrix', {'network': network, 'data': data}, iteration) -%}
    {%- if not execute -%}
        {%- do dbt_nn._check_data_in_hook() -%}
        {{ return('') }}
    {%- endif -%}
    {%- set network_rows, network = network, dbt_nn._network(network) -%}
    {%- do dbt_nn._check_columns(network, data) -%}
    {%- do dbt_nn._check_rows(network, data) -%}
    {%- call dbt_nn._composable() -%}
with

{{ dbt_nn._scored(network, network_rows, data, iteration) }},

classes as (
    {%- for class in network.classes %}
        {%- if not loop.first %}

    union all
        {%- endif %}

    select
        {{ loop.index0 }} as number,
        cast({{ dbt_nn._class_literal(class) }} as {{ dbt_nn._class_type(network) }}) as expected_label
    {%- endfor %}

)

select
    classes.expected_label,
    {%- for slug in dbt_nn._class_slugs(network) %}
    count(case when scored.predicted = {{ loop.index0 }} then 1 end) as {{ dbt_nn._quoted(dbt_nn._slug_as_column(slug)) }}{{ ',' if not loop.last }}
    {%- endfor %}
from classes
left join scored on classes.number = scored.expected
group by classes.number, classes.expected_label
order by classes.number
    {%- endcall -%}
{%- endmacro %}
