{# The type of every real number. dbt.type_float() will not do: DuckDB's `float` has 32 bits. #}
{%- macro _double_type() -%}
    {{ return(adapter.dispatch('_double_type', 'dbt_nn')()) }}
{%- endmacro -%}

{%- macro default___double_type() -%}
    {{ return('double precision') }}
{%- endmacro -%}

{# DuckDB: the short name of the same type. #}
{%- macro duckdb___double_type() -%}
    {{ return('double') }}
{%- endmacro -%}

{# BigQuery has one floating-point type. #}
{%- macro bigquery___double_type() -%}
    {{ return('float64') }}
{%- endmacro -%}
