{# Stops the query, from inside an expression, with the text that the SQL expression `message` gives. #}
{%- macro _raise_error(message) -%}
    {{ return(adapter.dispatch('_raise_error', 'dbt_nn')(message)) }}
{%- endmacro -%}

{# DuckDB and BigQuery both have error(text), of every type. #}
{%- macro default___raise_error(message) -%}
    {{ return('error(' ~ message ~ ')') }}
{%- endmacro -%}
