{#- Each iteration costs a forward pass of all rows, and a curve shows no more than some 400. The rows to look at stand in the
    network's place: its description is found by its name. -#}
{%- set pictured = network.include(database=false, schema=false).incorporate(type='cte') -%}
{%- set is_held_out = data is not none and training_data is not none -%}
{%- set loss, accuracy = ('eval_loss', 'eval_accuracy') if is_held_out else ('loss', 'accuracy') -%}
{%- set measured = ['loss', 'eval_loss', 'accuracy', 'eval_accuracy'] if is_held_out else ['loss', 'accuracy'] -%}
with

{{ pictured }} as (

    select numbered.*
    from (
        select
            *,
            row_number() over (order by iteration) as dbt_nn_place,
            count(*) over () as dbt_nn_num_places
        from {{ network }}
        where iteration <= {{ iteration }}
    ) as numbered
    where
        dbt_nn_place = 1
        or floor(400 * dbt_nn_place / dbt_nn_num_places) > floor(400 * (dbt_nn_place - 1) / dbt_nn_num_places)

),

curve as (

    {% if is_held_out -%}
    {{ dbt_nn.learning_curve(pictured, training_data, data) | indent(4) }}
    {%- else -%}
    {{ dbt_nn.training_info(pictured, iteration) | indent(4) }}
    {%- endif %}

),

{# What is not finite is not drawn. -#}
finite_curve as (

    select
        iteration,
        {%- for measure in measured %}
        case when {{ dbt_nn._is_finite(measure) }} then {{ measure }} end as {{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from curve

),

changes as (

    select
        *,
        iteration - min(iteration) over () as iterations,
        coalesce(abs({{ loss }} - lag({{ loss }}) over (order by iteration)), 0) as loss_change,
        coalesce(abs({{ accuracy }} - lag({{ accuracy }}) over (order by iteration)), 0) as accuracy_change
    from finite_curve

),

{# How far along its way the training is, from 0 to 1: a third is iterations, a third change of loss, a third accuracy. -#}
ways as (

    select
        *,
        (
            coalesce(iterations / nullif(max(iterations) over (), 0), 0)
            + coalesce(sum(loss_change) over (order by iteration) / nullif(sum(loss_change) over (), 0), 0)
            + coalesce(sum(accuracy_change) over (order by iteration) / nullif(sum(accuracy_change) over (), 0), 0)
        ) / 3 as way
    from changes

),

{# What rounding adds to the sums must not make one stretch more of the last row. -#}
stretches as (

    select
        *,
        ceil(24 * way - 1e-9) as short_stretch,
        ceil(7 * way - 1e-9) as long_stretch
    from ways

),

ends as (

    select
        *,
        iteration = max(iteration) over (partition by cast(long_stretch as {{ dbt.type_bigint() }})) as is_panel,
        iteration = max(iteration) over (partition by cast(short_stretch as {{ dbt.type_bigint() }})) as ends_stretch
    from stretches

)

select
    iteration,
    {{ measured | join(',\n    ') }},
    is_panel,
    is_panel or ends_stretch as is_frame
from ends
order by iteration
