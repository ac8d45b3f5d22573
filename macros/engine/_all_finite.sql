{# A condition: each of the numbers `columns` is finite. Their sum tells. #}
{%- macro _all_finite(columns) -%}
    {{ return(adapter.dispatch('_all_finite', 'dbt_nn')(columns)) }}
{%- endmacro -%}

{%- macro default___all_finite(columns) -%}
    {{ return(dbt_nn._is_finite(dbt_nn._sum_of(columns))) }}
{%- endmacro -%}

{# DuckDB: planning grows with the square of a long sum's terms, not with a list's. #}
{%- macro duckdb___all_finite(columns) -%}
    {{ return(dbt_nn._is_finite(dbt_nn._sum_of(columns) if columns | length <= 100 else 'list_sum([' ~ columns | join(', ') ~ '])')) }}
{%- endmacro -%}
