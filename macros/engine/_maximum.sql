{# The largest of the columns `columns` (two or more), exactly one of them: never a rounded value. Not greatest(): on some
   engines it passes NULL over, SQLite has none, and of up to ten columns DuckDB takes longer for it. #}
{%- macro _maximum(columns) -%}
    {{ return(dbt_nn._argmax(columns, columns)) }}
{%- endmacro -%}
