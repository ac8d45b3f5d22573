{# How many iterations the first statement of a training in parts does: about a second's work, where that can be told. #}
{%- macro _first_part_size(plan) -%}
    {{ return(adapter.dispatch('_first_part_size', 'dbt_nn')(plan)) }}
{%- endmacro -%}

{# DuckDB: some four nanoseconds a row and parameter, and some tenths of a millisecond an iteration. #}
{%- macro duckdb___first_part_size(plan) -%}
    {{ return([250000000 // (plan.work + 50000), 1] | max) }}
{%- endmacro -%}

{# BigQuery takes a second or so an iteration on data of any size that one would train on. #}
{%- macro bigquery___first_part_size(plan) -%}
    {{ return(100) }}
{%- endmacro -%}
