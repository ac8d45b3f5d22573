{# A condition: the number `x` is neither NULL, NaN nor infinite. #}
{%- macro _is_finite(x) -%}
    {{ return(adapter.dispatch('_is_finite', 'dbt_nn')(x)) }}
{%- endmacro -%}

{# NaN and the infinities lie outside every pair of finite bounds, whether an engine sorts NaN last or compares it with nothing. #}
{%- macro default___is_finite(x) -%}
    {{ return('(' ~ x ~ ' is not null and ' ~ x ~ ' between -1.7976931348623157e308 and 1.7976931348623157e308)') }}
{%- endmacro -%}

{# DuckDB has a function for it, which wants a double. #}
{%- macro duckdb___is_finite(x) -%}
    {{ return('coalesce(isfinite(cast(' ~ x ~ ' as double)), false)') }}
{%- endmacro -%}

{# BigQuery has is_nan and is_inf. #}
{%- macro bigquery___is_finite(x) -%}
    {{ return('not coalesce(is_nan(' ~ x ~ ') or is_inf(' ~ x ~ '), true)') }}
{%- endmacro -%}
