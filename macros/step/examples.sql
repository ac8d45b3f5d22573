{% macro examples(network, data, with_label=true, carried=none, materialized=false, name='examples', state='state') %}
    {#- The rows of the data have a name if their columns could be mistaken for those of another relation. -#}
    {%- set named = carried is not none or network.learned -%}
    {%- set prefix = 'dbt_nn_row.' if network.learned else '' -%}
    {%- set types = dbt_nn._category_types(network, data) -%}
{{ name }} as {{ 'materialized ' if materialized }}(

    select
    {%- if carried is not none %}
        {{ carried }},
    {%- endif %}
    {%- for input in network.inputs %}
        {{ dbt_nn._input_value(network, input, prefix ~ dbt_nn._quoted(input.feature), state, types.get(input.feature), predicts=not with_label) }} as x_{{ loop.index0 }}{{ ',' if with_label or network.lookups or not loop.last }}
    {%- endfor %}
    {%- for lookup in network.lookups %}
        {{ dbt_nn._code_of(lookup, prefix ~ dbt_nn._quoted(lookup.feature), types.get(lookup.feature)) }} as {{ lookup.code }}{{ ',' if with_label or not loop.last }}
    {%- endfor %}
    {%- if with_label %}
        {%- set literals = [] -%}
        {%- for class in network.classes -%}
            {%- do literals.append(dbt_nn._class_literal(class)) -%}
        {%- endfor -%}
        {%- set label = prefix ~ dbt_nn._quoted(network.label) -%}
        {%- for literal in literals[:-1] %}
        {{ dbt_nn._indicator(label ~ ' = ' ~ literal) }} as y_{{ loop.index0 }},
        {%- endfor %}
        {#- NULL for a label that is not a class, so that the row is counted as faulty. #}
        case when {{ label }} in ({{ literals | join(', ') }}) then {{ dbt_nn._indicator(label ~ ' = ' ~ literals[-1]) }} end as y_{{ literals | length - 1 }}
    {%- endif %}
    {{ dbt_nn._rows_of_data(network, data, state, types, named) }}

)
{%- endmacro %}

{# The end of a query for examples: the rows of `data`, beside the network's `state` if it learned something of its features, from when on they are
   `dbt_nn_row`; if they are `named`, in any case. #}
{%- macro _rows_of_data(network, data, state, types, named) -%}
    {%- set prefix = 'dbt_nn_row.' if network.learned else '' -%}
    {%- if named -%}
from (select * from {{ data }}) as dbt_nn_row
    {%- else -%}
from {{ data }}
    {%- endif %}
    {%- if network.learned %}
    cross join {{ state }}
        {%- for lookup in network.lookups %}
    left join {{ dbt_nn._numbered_categories(network, lookup, state) }}
        on {{ dbt_nn._comparable_text(prefix ~ dbt_nn._quoted(lookup.feature), types.get(lookup.feature)) }} = {{ lookup.categories }}.category
        {%- endfor %}
        {%- for input in network.inputs + network.lookups if input.type is not none and not network.is_plain %}
    {{ 'where' if loop.first else 'and' }} {{ dbt_nn._type_check(input, prefix ~ dbt_nn._quoted(input.feature), state, types.get(input.feature)) }}
        {%- endfor %}
    {%- endif %}
{%- endmacro -%}

{# The CTE `name`, for statements of many iterations over lists: what examples() gives, with the inputs in a list, `numbers`, and the number of the
   class, `y`. Of hundreds of inputs each is named once. #}
{%- macro _examples_in_lists(network, data, state, name='examples', carried=none) -%}
    {%- set named = carried is not none or network.learned -%}
    {%- set prefix = 'dbt_nn_row.' if network.learned else '' -%}
    {%- set types = dbt_nn._category_types(network, data) -%}
{{ name }} as (

    select
    {%- if carried is not none %}
        {{ carried }},
    {%- endif %}
        {{ dbt_nn._numbers_of_row(network, data, prefix, state, types) }} as numbers,
    {%- for lookup in network.lookups %}
        {{ dbt_nn._code_of(lookup, prefix ~ dbt_nn._quoted(lookup.feature), types.get(lookup.feature)) }} as {{ lookup.code }},
    {%- endfor %}
        {{ dbt_nn._number_of_label(network, prefix) }} as y
    {{ dbt_nn._rows_of_data(network, data, state, types, named) }}

)
{%- endmacro -%}

{# The number of the class of a row, from its label, whose name begins with `prefix`; NULL for a label that is not a class. #}
{%- macro _number_of_label(network, prefix) -%}
    {%- set branches = [] -%}
    {%- for class in network.classes -%}
        {%- do branches.append('when ' ~ dbt_nn._class_literal(class) ~ ' then ' ~ loop.index0) -%}
    {%- endfor -%}
    {{ return('case ' ~ prefix ~ dbt_nn._quoted(network.label) ~ ' ' ~ branches | join(' ') ~ ' end') }}
{%- endmacro -%}
