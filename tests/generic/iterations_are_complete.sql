{% test iterations_are_complete(model, record_every=1) %}

with

steps as (

    select
        iteration,
        lag(iteration, 1, -1) over (order by iteration) as previous_iteration
    from {{ model }}

)

select
    iteration,
    previous_iteration,
    'iterations between the two are missing, or one is there twice' as fault
from steps
where
    iteration = previous_iteration
    or iteration > (floor(previous_iteration / {{ record_every }}) + 1) * {{ record_every }}

union all

select
    max(iteration) as iteration,
    max(previous_iteration) as previous_iteration,
    'there are no rows' as fault
from steps
having count(*) = 0

{% endtest %}
