{# How many rows of a group `condition` holds for, an aggregate. #}
{%- macro _count_where(condition) -%}
    {{ return(adapter.dispatch('_count_where', 'dbt_nn')(condition)) }}
{%- endmacro -%}

{%- macro default___count_where(condition) -%}
    {{ return('count(case when ' ~ condition ~ ' then 1 end)') }}
{%- endmacro -%}

{# DuckDB: whole numbers are added up side by side, doubles one after the other; a CASE takes longer than all the rest of it. #}
{%- macro duckdb___count_where(condition) -%}
    {{ return('count_if(' ~ condition ~ ')') }}
{%- endmacro -%}
