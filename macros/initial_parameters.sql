{% macro initial_parameters(resume_from=none, data=none, warm_start=none) %}
    {%- do dbt_nn._check_call('initial_parameters', {}, trains=true) -%}
    {%- if not execute -%}
        {%- do dbt_nn._check_data_in_hook() -%}
        {{ return('') }}
    {%- endif -%}
    {%- set network = dbt_nn._network() -%}
    {%- do dbt_nn._check_training_model() -%}
    {%- if data is not none -%}
        {%- do dbt_nn._check_columns(network, data) -%}
    {%- elif network.learned -%}
        {%- do dbt_nn._refuse(
            'data', 'a relation with the training rows, since `standardize`, `impute` or `categories` learn from them', data,
            'Write dbt_nn.initial_parameters(data=ref(...)).'
        ) -%}
    {%- endif -%}
    {%- if not is_incremental() -%}
        {%- do dbt_nn._check_rows(network, data, begins=true) -%}
        {{ return(dbt_nn._initial_row(dbt_nn._begun_with(network, data, warm_start), data, warm_start)) }}
    {%- endif -%}

    {%- set own = dbt_nn._found_in(network, this).iteration is not none -%}
    {%- set last = dbt_nn._relation_of(resume_from) if resume_from is not none else none -%}
    {%- if last is none or dbt_nn._found_in(network, last).iteration is none -%}
        {%- if not own -%}
            {%- do dbt_nn._check_rows(network, data, begins=true) -%}
        {%- endif -%}
        {{ return(dbt_nn._newest_row(this) if own else dbt_nn._initial_row(dbt_nn._begun_with(network, data, warm_start), data, warm_start)) }}
    {%- endif %}
with

own as (

    {{ dbt_nn._newest_row(this) | indent(4) }}

),

last as (

    {{ dbt_nn._newest_row(last) | indent(4) }}

),

{# If this model's own row is newer, an earlier run died in the chain: it is started again. -#}
candidates as (

    select
        trained_at as written_at,
        {{ dbt_nn._row_columns(network) | join(',\n        ') }}
    from own

    union all

    select
        trained_at as written_at,
        {{ dbt_nn._time_after('trained_at') }} as trained_at,
        training_run + 1 as training_run,
        {{ dbt_nn._row_columns(network)[2:] | join(',\n        ') }}
    from last

)

select
    {{ dbt_nn._row_columns(network) | join(',\n    ') }}
from candidates
order by written_at desc, iteration desc
limit 1
{% endmacro %}
