{# A statement that adds _part_size_mark() iterations to the table _steps_table(), all of them or none. #}
{%- macro _part_statement(network, run) -%}
    {{ return(adapter.dispatch('_part_statement', 'dbt_nn')(network, run)) }}
{%- endmacro -%}

{# DuckDB: the recursive query. #}
{%- macro duckdb___part_statement(network, run) -%}
    {%- do run.update({'start': dbt_nn._newest_row(dbt_nn._steps_table()), 'begins': false}) -%}
insert into {{ dbt_nn._steps_table() }} by name

{{ dbt_nn._recursive_query(network, run) }}
{%- endmacro -%}

{# BigQuery: a script with a loop. #}
{%- macro bigquery___part_statement(network, run) -%}
    {{ return(dbt_nn._training_script(network, run)) }}
{%- endmacro -%}
