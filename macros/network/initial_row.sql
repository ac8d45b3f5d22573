{# A query for the row of iteration 0: the given parameters, drawn ones for the rest, and what the network learns from the features
   in `data`. What the relation `warm_start` has is taken from there instead. #}
{%- macro _initial_row(network, data=none, warm_start=none) -%}
    {%- set found = dbt_nn._warm_columns(network, warm_start) -%}
    {%- if warm_start is none -%}
        {%- do dbt_nn._warn_of_categories(network, data) -%}
    {%- endif -%}
    {%- set is_of_lists = network.layout == 'lists' -%}
    {%- set places = {} -%}
    {%- for weight in network.weights -%}
        {%- do places.update({weight: loop.index0}) -%}
    {%- endfor -%}
    {%- set given = {'loss': 'null', 'accuracy': 'null', 'num_examples': 'null', 'learning_rate': dbt_nn._number(network.learning_rate)} -%}
    {%- for name, value in network.initial_parameters.items() -%}
        {%- do given.update({name: dbt_nn._number(value)}) -%}
    {%- endfor -%}
    {%- set types = {'integer': dbt.type_bigint(), 'number': dbt_nn._double_type()} -%}
with

weights as (
    {%- for layer in network.layers %}
        {%- if not loop.first %}

    union all
        {%- endif %}

    select
        {{ layer.number }} as layer,
        inputs.n as input,
        units.n as unit,
        {{ dbt_nn._number(dbt_nn._initializations(layer.num_inputs, layer.outputs | length)[network.initialization]) }} as scale
    from {{ dbt_nn._sequence(layer.num_inputs) }} as inputs
    cross join {{ dbt_nn._sequence(layer.outputs | length) }} as units
    {%- endfor %}

),

digests as (

    select
        *,
        {{ dbt_nn._hash_of(["'" ~ network.seed ~ "'", 'layer', 'input', 'unit']) }} as digest
    from weights

),

draws as (

    select
        layer,
        input,
        unit,
        {{ dbt_nn._rounded('scale * ' ~ dbt_nn._standard_normal('digest')) }} as weight
    from digests

),
    {%- if network.learned %}

{{ dbt_nn._learned_of_features(network, data) }},
    {%- endif %}

{#- One list, and not an aggregate or a subquery for each weight, which would take DuckDB ever longer to plan. #}

drawn as (
    {%- if is_of_lists %}

    {{ dbt_nn._drawn_lists(network) | indent(4) }}
    {%- else %}

    select {{ dbt_nn._list_in_order('weight', 'layer, input, unit') }} as weights
    from draws
    {%- endif %}

)
    {%- if warm_start is not none %},
        {%- set kept = (dbt_nn._columns_of(warm_start) or []) | map(attribute='name') | list %}

warm as (

    select
        {%- set in_its_layout = dbt_nn._in_layout_of(network, kept or none) %}
        {{ (in_its_layout.parameters + (in_its_layout.learned | select('in', kept) | list)) | join(',\n        ') }}
    from {{ dbt_nn._warm_row(warm_start, kept) }}

)
    {%- endif %}

select
    {%- for column in network.schema %}
        {%- set name = column.name -%}
        {%- if name == 'trained_at' %}
    {{ dbt_nn._timestamp(run_started_at) }} as trained_at,
        {%- elif column.role == 'description' %}
    {{ dbt_nn._text(network.fingerprint) }} as description
        {%- elif name in found %}
    {{ found[name] }} as {{ name }},
        {%- elif name in places and name not in given %}
    {{ dbt_nn._element_of('weights', places[name]) }} as {{ name }},
        {%- elif column.role == 'parameter' and is_of_lists %}
    drawn.{{ name }},
        {%- elif column.role == 'moment' and is_of_lists %}
    {{ dbt_nn._list_map('drawn.' ~ column.of, 'parameter', 'cast(0 as ' ~ dbt_nn._double_type() ~ ')') }} as {{ name }},
        {%- elif column.role == 'learned' %}
    {{ name }},
        {%- else %}
    cast({{ given.get(name, '0' if column.type == 'integer' else '0.0') }} as {{ types[column.type] }}) as {{ name }},
        {%- endif %}
    {%- endfor %}
from drawn
    {%- if network.learned %}
cross join learned
    {%- endif %}
    {%- if warm_start is not none %}
cross join warm
    {%- endif %}
{%- endmacro -%}
