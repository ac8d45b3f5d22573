{% test loss_decreases(model, tolerance=0.0, from_iteration=1) %}

with

steps as (

    select
        iteration,
        loss,
        lag(loss) over (order by iteration) as previous_loss
    from {{ model }}
    where iteration >= {{ from_iteration }}

)

select *
from steps
where
    loss is null
    or not {{ dbt_nn._is_finite('loss') }}
    or loss > previous_loss + {{ dbt_nn._number(tolerance) }}

union all

{# A table with fewer than two iterations shows no decrease. -#}
select
    max(iteration) as iteration,
    max(loss) as loss,
    max(previous_loss) as previous_loss
from steps
having count(*) < 2

{% endtest %}
