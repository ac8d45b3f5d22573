{# The double `x` as text, the same on every engine: seventeen digits, which no two doubles share. #}
{%- macro _number_text(x) -%}
    {{ return(adapter.dispatch('_number_text', 'dbt_nn')(x)) }}
{%- endmacro -%}

{%- macro default___number_text(x) -%}
    {{ return("coalesce(format('%.16e', " ~ x ~ "), '')") }}
{%- endmacro -%}

{# DuckDB's format() has Python's placeholders; printf() has C's. #}
{%- macro duckdb___number_text(x) -%}
    {{ return("coalesce(printf('%.16e', " ~ x ~ "), '')") }}
{%- endmacro -%}
