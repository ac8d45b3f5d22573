{% test iterations_are_complete(model, record_every=none) %}

{%- if execute %}
    {%- set trained = dbt_nn._training_arguments(model) %}
    {%- set every = trained.record_every if record_every is none else record_every %}
    {%- do dbt_nn._check_whole_number('record_every', every, 'Leave it out: the test reads the one that the network is trained with.') %}

with

steps as (

    select
        iteration,
        {%- if trained.has_previous %}
        {#- A model of a chain has only some of the iterations, and a run may start anywhere. #}
        lag(iteration, 1, iteration - 1) over (partition by trained_at order by iteration) as previous_iteration
        {%- else %}
        lag(iteration, 1, -1) over (order by iteration) as previous_iteration
        {%- endif %}
    from {{ model }}

)

select
    iteration,
    previous_iteration,
    case
        when iteration = previous_iteration
            then 'the iteration is there twice: rows were added by hand, or unique_key was not iteration; train again from the start (--full-refresh)'
        else {{ dbt_nn._text('iterations between the two are missing: every ' ~ (every ~ 'th' if every > 1 else 'one')
            ~ ' must be there; train again from the start (--full-refresh), or, if an earlier run had a larger record_every, give that to the test') }}
    end as fault
from steps
where
    iteration = previous_iteration
    or iteration > (floor(previous_iteration / {{ every }}) + 1) * {{ every }}
    {%- if not dbt_nn._is_empty() %}

union all

select
    max(iteration) as iteration,
    max(previous_iteration) as previous_iteration,
    'there are no rows: build the network first' as fault
from steps
having count(*) = 0
    {%- endif %}
{%- endif %}

{% endtest %}
