{# What a network has learned, as it now stands in `relation`: the `iteration` of its newest row, or of the one asked for, and
   its `values`, numbers and texts by column. #}
{%- macro _values_of_row(network, relation, iteration=none) -%}
    {%- do dbt_nn._description_in_rows(network, relation, iteration, needs_rows=false) -%}
    {%- set names = network.parameters + network.learned -%}
    {%- set is_built = dbt_nn._is_built(relation) -%}
    {%- set columns = ['iteration'] + names -%}
    {%- set rows = run_query(dbt_nn._newest_row(relation, iteration, columns | join(', '))).rows if is_built else [] -%}
    {%- if rows | length == 0 -%}
        {%- do exceptions.raise_compiler_error(
            '`network` must be trained before its numbers can be written out; received ' ~ relation ~ ', which '
            ~ ('has no row' if is_built else 'is not built') ~ (' of iteration ' ~ iteration if is_built and iteration is not none else '')
            ~ '. Build it first: dbt build --select ' ~ relation.identifier ~ '.'
        ) -%}
    {%- endif -%}
    {%- set values = {} -%}
    {%- for name in names -%}
        {%- set value = rows[0][name] -%}
        {%- if name not in network.learned_texts -%}
            {%- set number = value | float(none) -%}
            {%- if not dbt_nn._is_number(number) -%}
                {%- do exceptions.raise_compiler_error(
                    '`network` must have finite parameters to be written out; received ' ~ value ~ ' for ' ~ name ~ ' of ' ~ relation
                    ~ '. Train it anew with a smaller learning_rate (--full-refresh).'
                ) -%}
            {%- endif -%}
            {%- set value = number -%}
        {%- endif -%}
        {%- do values.update({name: value}) -%}
    {%- endfor -%}
    {{ return({'iteration': rows[0]['iteration'] | int, 'values': values}) }}
{%- endmacro -%}
