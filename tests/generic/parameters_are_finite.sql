{% test parameters_are_finite(model, network=none) %}

{%- if execute %}
    {%- set description = dbt_nn._network(network or model) %}
    {%- do dbt_nn._description_in_rows(description, model, needs_rows=false) %}
    {%- set numbers = dbt_nn._summands(description) %}

select
    iteration,
    learning_rate,
    loss,
    'a parameter or the loss is NULL, NaN or infinite: train with a smaller learning_rate, from the start (--full-refresh)' as fault
from {{ model }}
where
    (num_examples > 0 and not {{ dbt_nn._is_finite('loss') }})
    {%- for number in numbers %}
    or not {{ dbt_nn._is_finite(number) }}
    {%- endfor %}
    {%- if not dbt_nn._is_empty() %}

union all

select
    cast(null as {{ dbt.type_bigint() }}) as iteration,
    cast(null as {{ dbt_nn._double_type() }}) as learning_rate,
    cast(null as {{ dbt_nn._double_type() }}) as loss,
    'there are no rows: dbt run --full-refresh starts the training' as fault
from (select count(*) as num_rows from {{ model }}) as counted
where num_rows = 0
    {%- endif %}
{%- endif %}

{% endtest %}
