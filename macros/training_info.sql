{% macro training_info(network, iteration=none) %}
    {%- do dbt_nn._check_call('training_info', {'network': network}, iteration) %}
    {%- call dbt_nn._composable() -%}
with

history as (

    select
        *,
        case when {{ dbt_nn._is_finite('loss') }} then loss end as finite_loss
    from {{ network }}
    {%- if iteration is not none %}
    where iteration <= {{ iteration }}
    {%- endif %}

),

shares as (

    select
        *,
        finite_loss / nullif(max(finite_loss) over (), 0) as loss_share
    from history

)

select
    training_run,
    iteration,
    loss,
    accuracy,
    {# `dbt show` cuts off longer text, and columns after the sixth. A loss that is not finite has no bar. -#}
    {{ dbt_nn._bar('loss_share') }} as loss_curve,
    num_examples,
    learning_rate,
    trained_at
from shares
order by iteration
    {%- endcall -%}
{%- endmacro %}
