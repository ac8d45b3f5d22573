{# The numbers and texts that a network has learned, as they are now in the table of the model `node`: by column, beside the
   number of the iteration. #}
{%- macro _values_of_row(network, node, iteration=none) -%}
    {%- set relation = adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) -%}
    {%- set columns = ['iteration'] + network.parameters -%}
    {%- for name in network.learned -%}
        {#- With a letter before it, no text is taken for a number, a date or nothing. -#}
        {%- do columns.append("'=' || " ~ name ~ ' as ' ~ name if name.startswith('category') else name) -%}
    {%- endfor -%}
    {%- set rows = [] -%}
    {%- if relation is not none and dbt_nn._has_fitting_row(network, relation) -%}
        {%- set rows = run_query(dbt_nn._newest_row(relation, iteration, columns | join(', '))).rows -%}
    {%- endif -%}
    {%- if rows | length == 0 -%}
        {%- do exceptions.raise_compiler_error(
            '`network` must be trained before its numbers can be printed; received ' ~ node.name ~ ', which '
            ~ ('is not built' if relation is none else 'has no row' ~ (' of iteration ' ~ iteration if iteration is not none else ''))
            ~ '. Build it first: dbt build --select ' ~ node.name ~ '.'
        ) -%}
    {%- endif -%}
    {%- set values = {} -%}
    {%- for name in network.parameters + network.learned -%}
        {%- set value = rows[0][name] -%}
        {%- if name.startswith('category') -%}
            {%- do values.update({name: value[1:] if value is not none else none}) -%}
        {%- else -%}
            {%- set number = value | float(none) if value is not none else none -%}
            {#- The mean of a column that was NULL in all rows is NULL. -#}
            {%- if not dbt_nn._is_number(number) and not (value is none and name in network.learned) -%}
                {%- do dbt_nn._refuse(
                    'network', 'one of finite parameters', name ~ ': ' ~ value,
                    'Train ' ~ node.name ~ ' anew with a smaller learning_rate (--full-refresh).'
                ) -%}
            {%- endif -%}
            {%- do values.update({name: number}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return({'iteration': rows[0]['iteration'] | int, 'values': values}) }}
{%- endmacro -%}
