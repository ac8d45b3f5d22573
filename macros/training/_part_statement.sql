{# A statement that adds `size` iterations to the table _steps_table(), all of them or none; or those that are finite. #}
{%- macro _part_statement(network, run, size) -%}
    {{ return(adapter.dispatch('_part_statement', 'dbt_nn')(network, run, size)) }}
{%- endmacro -%}

{# DuckDB: the recursive query. #}
{%- macro duckdb___part_statement(network, run, size) -%}
    {%- set part = dict(run, start=dbt_nn._newest_row(dbt_nn._steps_table()), begins=false, iterations=size) -%}
insert into {{ dbt_nn._steps_table() }} by name

{{ dbt_nn._with_ephemeral(dbt_nn._recursive_query(network, part)) }}
{%- endmacro -%}

{# BigQuery: a script with a loop. #}
{%- macro bigquery___part_statement(network, run, size) -%}
    {{ return(dbt_nn._training_script(network, run, size)) }}
{%- endmacro -%}
