{# A query for the `iterations` rows after `start`, a query for one row; where training `begins`, for that row too. #}
{%- macro _many_iterations(network, data, start, begins, iterations) -%}
    {{ return(adapter.dispatch('_many_iterations', 'dbt_nn')(network, data, start, begins, iterations)) }}
{%- endmacro -%}

{%- macro default___many_iterations(network, data, start, begins, iterations) -%}
    {%- do dbt_nn._refuse(
        'iterations', '1 on ' ~ adapter.type(), iterations, 'Chain several models, or run dbt again: each run goes on.'
    ) -%}
{%- endmacro -%}

{# DuckDB aggregates inside the recursive term, so that the step itself recurs: planned once, however often it runs. The
   examples are kept in memory; on a state without rows the totals have none either, and the recursion ends. #}
{%- macro duckdb___many_iterations(network, data, start, begins, iterations) -%}
with recursive

start as (

    {{ start | indent(4) }}

),

{{ dbt_nn.examples(network, data, materialized=true) }},

training as (

    select
        {{ dbt_nn._row_columns(network) | join(',\n        ') }}
    from start

    union all

    (

        with

        state as (

            select *
            from training
            where iteration < (select iteration + {{ iterations }} from start)

        ),

        {{ dbt_nn.training_step(network) | indent(8) }}

        select
            {{ dbt_nn._row_columns(network) | join(',\n            ') }}
        from update

    )

)

select
    {{ dbt_nn._row_columns(network) | join(',\n    ') }}
from training
    {%- if not begins %}
where iteration > (select iteration from start)
    {%- endif %}
{%- endmacro -%}

{# BigQuery aggregates over no recursive reference, but has scripts with loops, which cannot be a model's query. So the
   script runs before the model, as its pre-hook, and leaves its rows in a table; the model's query only fetches them.
   The hook renders the model's code once more: what is compiled by then tells the two times apart. #}
{%- macro bigquery___many_iterations(network, data, start, begins, iterations) -%}
    {%- if model.compiled_code -%}
        {{ return(dbt_nn._training_script(network, data, start, begins, iterations)) }}
    {%- elif this is none -%}
        {%- do dbt_nn._refuse(
            'iterations', '1 in a unit test on BigQuery, which runs no scripts', iterations,
            'Test one iteration: many are the same step, many times.'
        ) -%}
    {%- endif -%}
select
    {{ dbt_nn._row_columns(network) | join(',\n    ') }}
from {{ dbt_nn._steps_table() }}
{%- endmacro -%}
