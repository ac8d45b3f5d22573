{# DuckDB: a macro, which is stored in the database. dbt-duckdb 1.11 has no functions: dbt's own statement names types, as
   DuckDB's macros do not. It is found where the project's `dispatch:` says so. #}
{%- macro duckdb__scalar_function_sql(target_relation) -%}
create or replace macro {{ target_relation.render() }}(
    {%- for argument in model.arguments -%}
        {%- set own = dbt_nn._function_argument(argument.name) -%}
        {{ own if own in model.compiled_code else dbt_nn._quoted(argument.name) }}{{ ', ' if not loop.last }}
    {%- endfor -%}
) as
{{ model.compiled_code }}
{%- endmacro -%}
