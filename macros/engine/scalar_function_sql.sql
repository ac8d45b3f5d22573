{# DuckDB: a macro, which is stored in the database. dbt-duckdb 1.11 has no functions: dbt's own statement names types, as
   DuckDB's macros do not. It is found where the project's `dispatch:` says so. #}
{%- macro duckdb__scalar_function_sql(target_relation) -%}
create or replace macro {{ target_relation.render() }}({{ model.arguments | map(attribute='name') | map('tojson') | join(', ') }}) as
{{ model.compiled_code }}
{%- endmacro -%}
