{# A BigQuery script that writes the rows of `iterations` iterations into the table _steps_table(). Its rows grow in a
   temporary table of its own job, so that a script whose dbt was killed disturbs no later one, and the table appears at
   once or not at all. It expires where no run comes to drop it. #}
{%- macro _training_script(network, data, start, begins, iterations) -%}
    {%- set columns = dbt_nn._row_columns(network) -%}
{{ dbt_nn._script_mark() }}
declare iterations_left int64 default {{ 0 if flags.EMPTY else iterations }};

create or replace temp table training as (

    with

    start as (

        {{ start | indent(8) }}

    )

    select
        {{ columns | join(',\n        ') }}
    from start

);

while iterations_left > 0 do

    insert into training (
        {{ columns | join(',\n        ') }}
    )

    with

    state as (

        {{ dbt_nn._newest_row('training') | indent(8) }}

    ),

    {{ dbt_nn.examples(network, data) | indent(4) }},

    {{ dbt_nn.training_step(network) | indent(4) }}

    select
        {{ columns | join(',\n        ') }}
    from update;

    set iterations_left = iterations_left - 1;

end while;

create or replace table {{ dbt_nn._steps_table() }}
options (expiration_timestamp = timestamp_add(current_timestamp(), interval 1 day))
as (

    select
        {{ columns | join(',\n        ') }}
    from training
    {%- if not begins %}
    where iteration > (select min(iteration) from training)
    {%- endif %}

);
{{ dbt_nn._script_mark() }}
{%- endmacro -%}
