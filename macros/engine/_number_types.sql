{# What the names of the types of numbers match from end to end, as text; with `is_whole`, those of whole numbers alone. A regular
   expression that the warehouse and Python read alike. #}
{%- macro _number_types(is_whole=false) -%}
    {{ return(adapter.dispatch('_number_types', 'dbt_nn')(is_whole)) }}
{%- endmacro -%}

{# The words of the standard. #}
{%- macro default___number_types(is_whole=false) -%}
    {%- set whole = 'number|(TINY|SMALL|BIG)?INT|INTEGER' -%}
    {{ return('(' ~ whole ~ ')' if is_whole else '(' ~ whole ~ '|FLOAT|DOUBLE|DOUBLE PRECISION|REAL|(DECIMAL|NUMERIC)([(].*[)])?)') }}
{%- endmacro -%}

{# DuckDB's typeof() has one name for each type. #}
{%- macro duckdb___number_types(is_whole=false) -%}
    {%- set whole = 'U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|BIGNUM' -%}
    {{ return('(' ~ whole ~ ')' if is_whole else '(' ~ whole ~ '|FLOAT|DOUBLE|DECIMAL[(].*[)])') }}
{%- endmacro -%}

{# BigQuery's names, and `number`, which is all that a query can tell. #}
{%- macro bigquery___number_types(is_whole=false) -%}
    {{ return('INT(64|EGER)' if is_whole else '(number|INT(64|EGER)|FLOAT(64)?|(BIG)?NUMERIC([(].*[)])?)') }}
{%- endmacro -%}
