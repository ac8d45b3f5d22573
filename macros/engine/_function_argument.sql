{# What the body of a function calls its argument `name`. #}
{%- macro _function_argument(name) -%}
    {{ return(adapter.dispatch('_function_argument', 'dbt_nn')(name)) }}
{%- endmacro -%}

{%- macro default___function_argument(name) -%}
    {{ return(dbt_nn._quoted(name)) }}
{%- endmacro -%}

{# DuckDB puts a macro's argument in the place of every name like it, also of a column that the body itself makes: a feature
   called `w_01` would be taken for that weight. #}
{%- macro duckdb___function_argument(name) -%}
    {{ return(dbt_nn._quoted('argument ' ~ name if model.resource_type | string == 'function' else name)) }}
{%- endmacro -%}
