{% macro update_parameters(network, carried=none) %}
    {%- set factors = dbt_nn._factors(network) -%}
    {%- set source = 'factors' if factors else 'checks' -%}
    {%- set moments = dbt_nn._next_moments_of_lists(network) if network.layout == 'lists' else dbt_nn._next_moments(network) -%}
checks as (

    select
        *,
        {{ dbt_nn._or_data_error(network, 'num_read') | indent(8) }} as num_checked
    from gradients

),

    {%- if factors %}

{{ dbt_nn._extended('factors', factors, 'checks') }},

    {%- endif %}

    {%- if moments %}

{{ dbt_nn._extended('moments', moments, source) }},

    {%- endif %}

update as (

    select
        {{ dbt_nn._time_after('trained_at') }} as trained_at,
        training_run,
        iteration + 1 as iteration,
        {%- if carried is not none %}
        {{ carried }},
        {%- endif %}
        batch_loss as loss,
        batch_accuracy as accuracy,
        num_checked as num_examples,
        cast({{ dbt_nn._rate(network) }} as {{ dbt_nn._double_type() }}) as learning_rate,
        {%- for name, value in (dbt_nn._updated_lists(network) if network.layout == 'lists' else dbt_nn._updated(network)).items() %}
        {{ value }} as {{ name }},
        {%- endfor %}
        {%- for name in network.learned %}
        {{ name }},
        {%- endfor %}
        description
    from {{ 'moments' if moments else source }}

)
{%- endmacro %}

{# The time of this run's rows, but not before `earlier`, the time of the row that they start from, so that they are the newest
   even if a clock was set back between two runs, or the clocks of two machines differ. #}
{%- macro _time_after(earlier) -%}
    {{ return('greatest(' ~ earlier ~ ', ' ~ dbt_nn._timestamp(run_started_at) ~ ')') }}
{%- endmacro -%}
