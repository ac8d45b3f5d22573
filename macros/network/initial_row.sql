{# A query for the row of iteration 0: the given parameters, drawn ones for the rest, and what the network learns from the features
   in `data`. What the relation `warm_start` has is taken from there instead. #}
{%- macro _initial_row(network, data=none, warm_start=none) -%}
    {%- set found = dbt_nn._warm_columns(network, warm_start) -%}
    {%- if warm_start is none -%}
        {%- do dbt_nn._warn_of_categories(network, data) -%}
    {%- endif -%}
    {%- set places = {} -%}
    {%- for weight in network.weights -%}
        {%- do places.update({weight: loop.index0}) -%}
    {%- endfor -%}
    {%- set double = dbt_nn._double_type() -%}
    {%- set bigint = dbt.type_bigint() -%}
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
        {{ dbt_nn._number(dbt_nn._initial_scale(network, layer)) }} as scale
    from {{ dbt_nn._sequence(layer.inputs | length) }} as inputs
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

    select {{ dbt_nn._list_in_order('weight', 'layer, input, unit') }} as weights
    from draws

)
    {%- if warm_start is not none %},

warm as (

    select
        {{ found.keys() | join(',\n        ') }}
    from {{ dbt_nn._warm_row(warm_start, (dbt_nn._columns_of(warm_start) or []) | map(attribute='name') | list) }}

)
    {%- endif %}

select
    {{ dbt_nn._timestamp(run_started_at) }} as trained_at,
    cast(0 as {{ bigint }}) as training_run,
    cast(0 as {{ bigint }}) as iteration,
    cast(null as {{ double }}) as loss,
    cast(null as {{ double }}) as accuracy,
    cast(null as {{ bigint }}) as num_examples,
    cast({{ dbt_nn._number(network.learning_rate) }} as {{ double }}) as learning_rate,
    {%- for parameter in network.parameters %}
        {%- if parameter in found %}
    {{ found[parameter] }} as {{ parameter }},
        {%- elif parameter in network.initial_parameters or parameter not in network.weights %}
    cast({{ dbt_nn._number(network.initial_parameters.get(parameter, 0)) }} as {{ double }}) as {{ parameter }},
        {%- else %}
    {{ dbt_nn._element_of('weights', places[parameter]) }} as {{ parameter }},
        {%- endif %}
    {%- endfor %}
    {%- for name in network.learned %}
    {{ found[name] ~ ' as ' ~ name if name in found else name }},
    {%- endfor %}
    {{ dbt_nn._text(network.fingerprint) }} as description
from drawn
    {%- if network.learned %}
cross join learned
    {%- endif %}
    {%- if warm_start is not none %}
cross join warm
    {%- endif %}
{%- endmacro -%}

{# The standard deviation of a layer's initial weights: 0.01 (`post`), sqrt(2 / (inputs + units)) (`glorot`, Glorot and
   Bengio 2010), sqrt(2 / inputs) (`he`, He et al. 2015, doi:10.1109/ICCV.2015.123). #}
{%- macro _initial_scale(network, layer) -%}
    {%- set inputs = layer.inputs | length -%}
    {{ return({
        'post': 0.01,
        'glorot': (2.0 / (inputs + layer.outputs | length)) ** 0.5,
        'he': (2.0 / inputs) ** 0.5,
    }[network.initialization]) }}
{%- endmacro -%}
