{% test gradients_match_finite_differences(model, data, network=none, iteration=none, tolerance=1e-6, step=1e-7) %}

{%- if execute %}
    {%- set description = dbt_nn._network(network or model) %}
    {%- do dbt_nn._description_in_rows(description, model, needs_rows=false) %}
    {%- do dbt_nn._check_columns(description, data) %}
    {%- do dbt_nn._check_rows(description, data) %}
    {%- set gradients = [] %}
    {%- for parameter in description.parameters %}
        {%- do gradients.append('d' ~ parameter) %}
    {%- endfor %}
    {%- set is_of_lists = description.layout == 'lists' %}

with

start as (

    {{ dbt_nn._newest_row(model, iteration) | indent(4) }}

),

{{ dbt_nn.examples(description, data, state='start') }},

back_propagated as (

    select
        gradient,
        slope
    from (

        with

        state as (

            select * from start

        ),

        {{ dbt_nn.forward_pass(description) | indent(8) }},

        {{ dbt_nn.loss(description) | indent(8) }},

        {{ dbt_nn.back_propagation(description) | indent(8) }}

        {% if is_of_lists -%}
        select
            concat('d', parameter) as gradient,
            weight as slope
        from ({{ dbt_nn._parameters_of_lists(description, 'gradients', 'd') | indent(8) }}) as gradient_lists

    ) as gradient_rows
        {%- else -%}
        select {{ gradients | join(', ') }}
        from gradients

    ) as gradient_columns
    unpivot (slope for gradient in ({{ gradients | join(', ') }}))
        {%- endif %}

),

{# The network twice for each parameter, with that parameter moved a little down and a little up. -#}
moves as (
    {% if is_of_lists %}
    select
        parameters.parameter as moved,
        parameters.list,
        parameters.place,
        directions.n * 2 - 1 as direction
    from ({{ dbt_nn._parameters_of_lists(description, 'start') | indent(4) }}) as parameters
    cross join {{ dbt_nn._sequence(2) }} as directions
    {%- else %}
    {%- for parameter in description.parameters %}
    select '{{ parameter }}' as moved, -1 as direction union all
    select '{{ parameter }}' as moved, 1 as direction{{ ' union all' if not loop.last }}
    {%- endfor %}
    {%- endif %}

),

state as (

    select
        moves.moved,
        moves.direction,
        {%- for parameter in description.parameters %}
            {%- if is_of_lists %}
        {{ dbt_nn._moved_list(description.lists[loop.index0], 'start', dbt_nn._number(step)) }} as {{ parameter }}{{ ',' if not loop.last }}
            {%- else %}
        start.{{ parameter }} + case when moves.moved = '{{ parameter }}' then moves.direction * {{ dbt_nn._number(step) }} else 0.0 end as {{ parameter }}{{ ',' if not loop.last }}
            {%- endif %}
        {%- endfor %}
    from start
    cross join moves

),

{{ dbt_nn.forward_pass(description) }},

{{ dbt_nn.loss(description) }},

losses as (

    select
        moved,
        direction,
        avg(example_loss{{ dbt_nn._penalty_of_weights(description) }}) as mean_loss
    from loss
    group by moved, direction

),

finite_differences as (

    select
        moved,
        sum(direction * mean_loss) / {{ dbt_nn._number(2 * step) }} as slope
    from losses
    group by moved

)

select
    moves.moved as parameter,
    back_propagated.slope as back_propagated,
    finite_differences.slope as finite_difference,
    case
        when (select count(*) from start) = 0
            then {{ dbt_nn._text('there is no row' ~ (' of iteration ' ~ iteration if iteration is not none else '') ~ ': build the network first') }}
        when (select count(*) from examples) = 0 then 'there are no rows in `data` to compute a loss on'
        when finite_differences.slope is null or back_propagated.slope is null
            then 'the loss of some rows is NULL: the test examples_are_valid names them'
        else {{ dbt_nn._text('the two differ by more than ' ~ tolerance ~ ': a formula has changed, or a hidden unit crosses 0 within the step; try another iteration') }}
    end as fault
from moves
left join back_propagated on back_propagated.gradient = concat('d', moves.moved)
left join finite_differences on finite_differences.moved = moves.moved
where
    moves.direction = 1
    and not coalesce(abs(back_propagated.slope - finite_differences.slope) <= {{ dbt_nn._number(tolerance) }}, {{ 'true' if dbt_nn._is_empty() else 'false' }})
{%- endif %}

{% endtest %}
