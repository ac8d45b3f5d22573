{# A condition: `x`, of whatever type, is NULL or NaN. #}
{%- macro _is_missing(x) -%}
    {{ return(adapter.dispatch('_is_missing', 'dbt_nn')(x)) }}
{%- endmacro -%}

{# NaN is the one value that does not equal itself. #}
{%- macro default___is_missing(x) -%}
    {{ return('(' ~ x ~ ' is null or ' ~ x ~ ' <> ' ~ x ~ ')') }}
{%- endmacro -%}

{# DuckDB: there it does. A text 'nan' is none, so that the type is asked too. #}
{%- macro duckdb___is_missing(x) -%}
    {{ return('(' ~ x ~ ' is null or cast(' ~ x ~ " as varchar) = 'nan' and typeof(" ~ x ~ ") in ('DOUBLE', 'FLOAT'))") }}
{%- endmacro -%}
