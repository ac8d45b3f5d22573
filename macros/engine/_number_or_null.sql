{# The number that the text `x` is, or NULL where it is none. #}
{%- macro _number_or_null(x) -%}
    {{ return(adapter.dispatch('_number_or_null', 'dbt_nn')(x)) }}
{%- endmacro -%}

{%- macro default___number_or_null(x) -%}
    {{ return('try_cast(' ~ x ~ ' as ' ~ dbt_nn._double_type() ~ ')') }}
{%- endmacro -%}

{# BigQuery has another word for it. #}
{%- macro bigquery___number_or_null(x) -%}
    {{ return('safe_cast(' ~ x ~ ' as ' ~ dbt_nn._double_type() ~ ')') }}
{%- endmacro -%}
