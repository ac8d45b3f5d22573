{% macro weights(network, iteration=none) %}
    {%- do dbt_nn._check_call('weights', {'network': network}, iteration) -%}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set network_rows, network = network, dbt_nn._network(network) -%}
    {%- set parameters = network.parameters | join(', ') -%}
    {%- call dbt_nn._composable() -%}
with

{{ dbt_nn._state(network, network_rows, iteration) }},

parameters as (

    {% if network.layout == 'lists' -%}
    {{ dbt_nn._parameters_of_lists(network) | indent(4) }}
    {%- else -%}
    select
        parameter,
        weight
    from (
        select
            {{ parameters | replace(', ', ',\n            ') }}
        from state
    ) as parameter_columns
    unpivot (weight for parameter in ({{ parameters }}))
    {%- endif %}

),

places as (
    {%- for layer in network.layers %}
        {%- set inputs = dbt_nn._input_names(network) if loop.first else dbt_nn._texts(range(layer.inputs | length)) -%}
        {%- set units = dbt_nn._texts(network.classes if loop.last else range(layer.outputs | length)) -%}
        {%- set prefix = dbt_nn._parameter_name(layer, 0, 0).split('_')[0] %}
        {%- if not loop.first %}

    union all
        {%- endif %}

        {%- if inputs %}

    select
        {{ layer.number }} as layer,
        inputs.n as input_number,
        units.n as unit_number,
        {{ dbt_nn._choose('inputs.place', inputs) }} as input,
        {{ dbt_nn._choose('units.n', units) }} as unit,
        {{ dbt_nn._parameter_of(prefix ~ '_', 'inputs.n', 'units.n') }} as parameter
    from (select n as place, {{ dbt_nn._number_of_input(network, layer, 'n') }} as n from {{ dbt_nn._sequence(inputs | length) }} as inputs) as inputs
    cross join {{ dbt_nn._sequence(units | length) }} as units
            {%- if loop.first and network.learned %}
    cross join state
            {%- endif %}

    union all
        {%- endif %}
        {%- for lookup in network.lookups if layer.number == 1 %}

    select
        1 as layer,
        inputs.n as input_number,
        units.n as unit_number,
        {{ dbt_nn._category_name(lookup.feature, 'inputs.category') }} as input,
        {{ dbt_nn._choose('units.n', units) }} as unit,
        {{ dbt_nn._parameter_of(prefix ~ '_', 'inputs.n', 'units.n') }} as parameter
    from (select category, {{ lookup.first_input }} + code - 1 as n from {{ dbt_nn._numbered_categories(network, lookup, 'state') }}) as inputs
    cross join {{ dbt_nn._sequence(units | length) }} as units

    union all
        {%- endfor %}

    select
        {{ layer.number }} as layer,
        {{ layer.num_inputs }} as input_number,
        units.n as unit_number,
        '__INTERCEPT__' as input,
        {{ dbt_nn._choose('units.n', units) }} as unit,
        concat('{{ prefix | replace('w', 'b') }}_', cast(units.n as {{ dbt.type_string() | lower }})) as parameter
    from {{ dbt_nn._sequence(units | length) }} as units
    {%- endfor %}

)

select
    places.layer,
    places.input,
    places.unit,
    parameters.weight
from places
inner join parameters on places.parameter = parameters.parameter
order by places.layer, places.input_number, places.unit_number
    {%- endcall -%}
{%- endmacro %}

{# The names of a network's inputs, as SQL expressions over `state`: the feature, `feature is null`, or `feature = category`. #}
{%- macro _input_names(network) -%}
    {%- set names = [] -%}
    {%- for input in network.inputs -%}
        {%- if input.kind == 'category' -%}
            {%- do names.append(dbt_nn._category_name(input.feature, 'state.' ~ input.category)) -%}
        {%- else -%}
            {%- do names.append(dbt_nn._text(input.feature ~ (' is null' if input.kind == 'is_null' else ''))) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro -%}

{# The name of the input for a `category`, an SQL expression: `feature = category`. #}
{%- macro _category_name(feature, category) -%}
    {{ return('concat(' ~ dbt_nn._text(feature ~ ' = ') ~ ', coalesce(' ~ category ~ ", 'a category that the training data does not have'))") }}
{%- endmacro -%}

{# The one of the SQL expressions `names` at the position `number`, an SQL expression, counted from 0. #}
{%- macro _choose(number, names) -%}
    {%- set branches = [] -%}
    {%- for name in names -%}
        {%- do branches.append('when ' ~ loop.index0 ~ ' then ' ~ name) -%}
    {%- endfor -%}
    {{ return('case ' ~ number ~ ' ' ~ branches | join(' ') ~ ' end') }}
{%- endmacro -%}
