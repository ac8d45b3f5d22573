{% test loss_decreases(model, tolerance=0.0, from_iteration=1) %}

{%- if execute %}
    {%- set trained = dbt_nn._training_arguments(model) %}
    {%- set batch_size = trained.batch_size %}
    {#- A run no longer than record_every keeps only one loss. #}
    {%- set fewest = 2 if trained.record_every == 1 else 1 %}
    {%- set causes = 'a smaller learning_rate, or, if the data or l2_reg has changed, set from_iteration or tolerance in the test' %}

with

steps as (

    select
        iteration,
        loss,
        lag(loss) over (order by iteration) as previous_loss
        {%- if batch_size is not none %},
        2 * row_number() over (order by iteration) > count(*) over () as is_later
        {%- endif %}
    from {{ model }}
    {#- Iteration 0 has no loss. #}
    where iteration >= {{ [from_iteration, 1] | max }}

),
    {%- if batch_size is none %}

compared as (

    select * from steps

)
    {%- else %}
{# The losses of two iterations are of two batches, and one of these may be harder. So the means over many are compared, and must
   differ by more than chance. The noise of one loss is estimated by its mean distance from the one before, which a trend hardly
   affects: 2.66 times that is three standard deviations (as in the control charts of W. A. Shewhart). -#}
halves as (

    select
        max(iteration) as iteration,
        avg(case when is_later then loss end) as loss,
        avg(case when not is_later then loss end) as previous_loss,
        count(case when is_later then 1 end) as num_later,
        count(case when not is_later then 1 end) as num_earlier,
        avg(case when not is_later then abs(loss - previous_loss) end) as mean_move
    from steps
    where {{ dbt_nn._is_finite('loss') }}

),

compared as (

    select
        iteration,
        loss,
        previous_loss,
        2.66 * coalesce(mean_move, 0) * sqrt(1.0 / num_earlier + 1.0 / num_later) as chance
    from halves
    where num_earlier > 0 and num_later > 0

    union all

    select
        iteration,
        loss,
        null as previous_loss,
        0.0 as chance
    from steps
    where loss is null or not {{ dbt_nn._is_finite('loss') }}

)
    {%- endif %}

select
    iteration,
    loss,
    previous_loss,
    case
        when loss is null or not {{ dbt_nn._is_finite('loss') }}
            then 'the loss is NULL, NaN or infinite: train with a smaller learning_rate, from the start (--full-refresh)'
        {%- if batch_size is none %}
        else {{ dbt_nn._text('the loss is larger than that of the row before: train with ' ~ causes) }}
        {%- else %}
        else {{ dbt_nn._text('the mean loss of the later half of the batches is larger than that of the earlier half, by more than chance: train with ' ~ causes) }}
        {%- endif %}
    end as fault
from compared
where
    loss is null
    or not {{ dbt_nn._is_finite('loss') }}
    or loss > previous_loss + {{ dbt_nn._number(tolerance) }}{{ ' + chance' if batch_size is not none }}
    {%- if not dbt_nn._is_empty() %}

union all

select
    max(iteration) as iteration,
    max(loss) as loss,
    cast(null as {{ dbt_nn._double_type() }}) as previous_loss,
    {{ dbt_nn._text('there are fewer than ' ~ fewest ~ ' iterations with a loss, too few to show a decrease: train more') }} as fault
from steps
having count(*) < {{ fewest }}
    {%- endif %}
{%- endif %}

{% endtest %}
