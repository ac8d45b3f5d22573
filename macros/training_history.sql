{% macro training_history(models) %}
    {%- do dbt_nn._check_call('training_history', {'models': models}) -%}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set network = dbt_nn._network(models[0]) -%}
    {%- do dbt_nn._description_in_rows(network, models[-1], needs_rows=false) -%}
    {%- set columns = dbt_nn._row_columns(network) | join(',\n        ') -%}
    {%- call dbt_nn._composable() -%}
with

written as (
    {%- for model in models %}
        {%- if not loop.first %}

    union all
        {%- endif %}

    select
        {{ columns }}
    from {{ model }}
        {%- if loop.first %}
    where iteration = 0
        {%- endif %}
    {%- endfor %}

),

{# A run that died leaves rows of a training that was started over since, or of iterations that were repeated since. -#}
newest as (

    {{ dbt_nn._newest_row(models[-1]) | indent(4) }}

),

numbered as (

    select
        written.*,
        row_number() over (partition by written.iteration order by written.trained_at desc) as age
    from written
    cross join newest
    where
        written.iteration <= newest.iteration
        and written.trained_at >= (
            select max(trained_at) from written
            where iteration = 0
        )

)

select
    {{ columns | replace('        ', '    ') }}
from numbered
where age = 1
order by iteration
    {%- endcall -%}
{%- endmacro %}
