{# A relation with one column, `n`, that counts from 0 to `rows` - 1. #}
{%- macro _sequence(rows) -%}
    {{ return(adapter.dispatch('_sequence', 'dbt_nn')(rows)) }}
{%- endmacro -%}

{%- macro default___sequence(rows) -%}
    {{ return('(select n from generate_series(0, ' ~ (rows - 1) ~ ') as sequence (n))') }}
{%- endmacro -%}

{# DuckDB's range() leaves the upper bound out. #}
{%- macro duckdb___sequence(rows) -%}
    {{ return('(select range as n from range(' ~ rows ~ '))') }}
{%- endmacro -%}

{# BigQuery's arrays hold about a million elements, so a long sequence is the product of two short ones. #}
{%- macro bigquery___sequence(rows) -%}
    {%- set thousands = (rows + 999) // 1000 -%}
    {{ return(
        '(select thousand * 1000 + one as n from unnest(generate_array(0, ' ~ (thousands - 1)
        ~ ')) as thousand cross join unnest(generate_array(0, 999)) as one where thousand * 1000 + one < ' ~ rows ~ ')'
    ) }}
{%- endmacro -%}
