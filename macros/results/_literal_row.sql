{# A query for a network's row, its `values` by column: the numbers written out, none lost. The network is told them, for what
   reads its features may depend on them. #}
{%- macro _literal_row(network, values) -%}
    {%- do network.update({'values': values}) -%}
select
    {%- for name, value in values.items() %}
    {%- set none_there = 'null' if name in network.learned_texts else 'cast(null as ' ~ dbt_nn._double_type() ~ ')' %}
    {{ none_there if value is none else dbt_nn._text(value) if value is string else dbt_nn._number(value) }} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro -%}
