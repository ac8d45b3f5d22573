{# A query for the newest row of a network, or that of `iteration`, as it is now: its numbers written out, none lost. #}
{%- macro _literal_row(network, relation, iteration=none) -%}
    {%- set columns = network.parameters | list -%}
    {%- for name in network.learned -%}
        {#- With a letter before it, no text is taken for a number, a date or nothing. -#}
        {%- do columns.append("'=' || " ~ name ~ ' as ' ~ name if name.startswith('category') else name) -%}
    {%- endfor -%}
    {%- set rows = run_query(dbt_nn._newest_row(relation, iteration, columns | join(', '))).rows if dbt_nn._is_built(relation) else [] -%}
    {%- if rows | length == 0 -%}
        {%- do exceptions.raise_compiler_error(
            '`network` must be trained before its numbers can be written out; received ' ~ relation ~ ', which has no row'
            ~ (' of iteration ' ~ iteration if iteration is not none else '') ~ '. Build it first: dbt build --select ' ~ relation.identifier ~ '.'
        ) -%}
    {%- endif -%}
select
    {%- for name in network.parameters + network.learned %}
        {%- set value = rows[0][name] -%}
        {%- if not name.startswith('category') and not dbt_nn._is_number(value | float(none)) -%}
            {%- do exceptions.raise_compiler_error(
                '`network` must have finite parameters to be written out; received ' ~ value ~ ' for ' ~ name ~ ' of ' ~ relation
                ~ '. Train it anew with a smaller learning_rate (--full-refresh).'
            ) -%}
        {%- endif %}
    {{ dbt_nn._number(value) if not name.startswith('category') else dbt_nn._text(value[1:]) if value else 'null' }} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro -%}
