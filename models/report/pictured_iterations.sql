with

changes as (

    select
        *,
        iteration - min(iteration) over () as iterations,
        coalesce(abs(eval_loss - lag(eval_loss) over (order by iteration)), 0) as loss_change,
        coalesce(abs(eval_accuracy - lag(eval_accuracy) over (order by iteration)), 0) as accuracy_change
    from {{ ref('learning_curve') }}
    where {{ dbt_nn._is_finite('eval_loss') }}

),

-- How far along its way the training is, from 0 to 1: a third is iterations, a third change of loss, a third accuracy.
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

-- What rounding adds to the sums must not make one stretch more of the last row.
stretches as (

    select
        *,
        cast(ceil(24 * way - 1e-9) as {{ dbt.type_bigint() }}) as short_stretch,
        cast(ceil(7 * way - 1e-9) as {{ dbt.type_bigint() }}) as long_stretch
    from ways

),

ends as (

    select
        *,
        iteration = max(iteration) over (partition by long_stretch) as is_panel,
        iteration = max(iteration) over (partition by short_stretch) as is_frame
    from stretches

)

select
    history.*,
    ends.eval_loss,
    ends.eval_accuracy,
    ends.is_panel,
    row_number() over (order by history.iteration) as frame
from ends
inner join {{ ref('training_history') }} as history on ends.iteration = history.iteration
where ends.is_panel or ends.is_frame
order by history.iteration
