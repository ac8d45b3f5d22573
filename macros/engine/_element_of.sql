{# The element of the list `x` with the number `index`, from 0 on; NULL where it has none. #}
{%- macro _element_of(x, index) -%}
    {{ return(adapter.dispatch('_element_of', 'dbt_nn')(x, index)) }}
{%- endmacro -%}

{# Lists count from 1. #}
{%- macro default___element_of(x, index) -%}
    {{ return(x ~ '[' ~ (index + 1) ~ ']') }}
{%- endmacro -%}

{# BigQuery says from where. #}
{%- macro bigquery___element_of(x, index) -%}
    {{ return(x ~ '[safe_offset(' ~ index ~ ')]') }}
{%- endmacro -%}
