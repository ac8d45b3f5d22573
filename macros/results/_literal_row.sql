{# A query for the newest row of a network, or that of `iteration`, as it is now: its numbers written out, none lost. #}
{%- macro _literal_row(network, relation, iteration=none) -%}
    {%- set values = dbt_nn._values_of_row(network, relation, iteration)['values'] -%}
    {%- do network.update({'values': values}) -%}
select
    {%- for name, value in values.items() %}
    {{ 'null' if value is none else dbt_nn._text(value) if value is string else dbt_nn._number(value) }} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro -%}
