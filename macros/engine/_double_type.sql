{# The type of every real number. dbt.type_float() will not do: DuckDB's `float` has 32 bits. With `is_plain`
   it is the standard's name, where the warehouse has it. #}
{%- macro _double_type(is_plain=false) -%}
    {{ return(adapter.dispatch('_double_type', 'dbt_nn')(is_plain)) }}
{%- endmacro -%}

{%- macro default___double_type(is_plain=false) -%}
    {{ return('double precision') }}
{%- endmacro -%}

{# DuckDB: the short name of the same type. #}
{%- macro duckdb___double_type(is_plain=false) -%}
    {{ return('double precision' if is_plain else 'double') }}
{%- endmacro -%}

{# BigQuery has one floating-point type, and this name for it alone. #}
{%- macro bigquery___double_type(is_plain=false) -%}
    {{ return('float64') }}
{%- endmacro -%}
