{# What a network has learned, as it is in `relation` now: the `iteration` of the newest row, or the one asked for, its `values`,
   numbers and texts by column, and a `fault`. Refuses a network without values; if the query is not run, or reads no rows, the
   values are none and `fault` says why. #}
{%- macro _values_of_row(network, relation, iteration=none) -%}
    {%- do dbt_nn._description_in_rows(network, relation, iteration, needs_rows=false) -%}
    {%- set in_columns = dbt_nn._in_layout(network, 'columns') -%}
    {%- set names = in_columns.parameters + in_columns.learned -%}
    {%- set is_built = dbt_nn._is_built(relation) -%}
    {%- set columns = ['iteration'] + network.parameters + network.learned | reject('in', network.lookups | map(attribute='categories') | list) | list -%}
    {%- for lookup in network.lookups -%}
        {%- do columns.append(dbt_nn._json_of(lookup.categories) ~ ' as ' ~ lookup.categories) -%}
    {%- endfor -%}
    {#- With --empty, a relation is a query for no rows; render() gives the table. -#}
    {%- set rows = run_query(dbt_nn._newest_row(relation.render(), iteration, columns | join(', '))).rows if is_built else [] -%}
    {%- set found = namespace(fault=none) -%}
    {%- set values = {} -%}
    {%- if rows | length == 0 -%}
        {%- set found.fault = '`network` must be trained before its numbers can be written out; received ' ~ relation.render() ~ ', which '
            ~ ('has no row' if is_built else 'is not built') ~ (' of iteration ' ~ iteration if is_built and iteration is not none else '')
            ~ '. Build it first: dbt build --select ' ~ relation.identifier ~ '.' -%}
    {%- endif -%}
    {%- set read = dict(rows[0].dict()) if found.fault is none else {} -%}
    {%- if network.layout == 'lists' and found.fault is none -%}
        {%- do read.update(dbt_nn._values_by_name(network, read)) -%}
        {%- do read.update(dbt_nn._categories_by_name(network, read)) -%}
    {%- endif -%}
    {%- for name in names if found.fault is none -%}
        {%- set value = read[name] -%}
        {%- if name not in in_columns.learned_texts -%}
            {%- set number = value | float(none) -%}
            {%- if not dbt_nn._is_number(number) -%}
                {%- set found.fault = '`network` must have finite parameters to be written out; received ' ~ value ~ ' for ' ~ name ~ ' of '
                    ~ relation.render() ~ '. Train it again from the start with a smaller learning_rate (--full-refresh).' -%}
            {%- endif -%}
            {%- set value = number -%}
        {%- endif -%}
        {%- do values.update({name: value}) -%}
    {%- endfor -%}
    {%- if found.fault is none -%}
        {{ return({'iteration': rows[0]['iteration'] | int, 'values': values, 'fault': none}) }}
    {%- elif not dbt_nn._only_compiles() and not dbt_nn._is_empty() -%}
        {%- do exceptions.raise_compiler_error(found.fault) -%}
    {%- endif -%}
    {{ return({'iteration': none, 'values': dict.fromkeys(names), 'fault': found.fault}) }}
{%- endmacro -%}

{# A query for a network's row, `values` by column, with the numbers written out exactly. It also adds them to `network`, because
   the SQL that reads the features may depend on them. #}
{%- macro _literal_row(network, values) -%}
    {%- do network.update({'values': values}) -%}
select
    {%- for name, value in values.items() %}
    {%- set none_there = dbt_nn._null_text() if name in network.learned_texts else 'cast(null as ' ~ dbt_nn._double_type() ~ ')' %}
    {{ none_there if value is none else dbt_nn._text(value) if value is string else dbt_nn._number(value) }} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro -%}

{# The SQL expression `value`, of the type `type`; if its network has a `fault`, an expression that stops the query with it. It is
   in the last SELECT, so that a query that reads no rows does not stop. #}
{%- macro _or_fault(value, type, fault) -%}
    {{ return(value if fault is none else 'cast(' ~ dbt_nn._raise_error(dbt_nn._text(fault)) ~ ' as ' ~ type ~ ')') }}
{%- endmacro -%}
