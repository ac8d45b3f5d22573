{# Makes what was written so far outlive the run. #}
{%- macro _commit() -%}
    {{ return(adapter.dispatch('_commit', 'dbt_nn')()) }}
{%- endmacro -%}

{# BigQuery commits every statement. #}
{%- macro default___commit() -%}
{%- endmacro -%}

{# DuckDB: dbt holds a transaction open from its first look at a table on. Without one, every statement is committed. #}
{%- macro duckdb___commit() -%}
    {%- do adapter.commit() -%}
{%- endmacro -%}
