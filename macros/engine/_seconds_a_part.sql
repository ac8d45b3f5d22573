{# How long one statement of a training in parts should take: what a user waits for a line of progress, and may lose. #}
{%- macro _seconds_a_part() -%}
    {{ return(adapter.dispatch('_seconds_a_part', 'dbt_nn')()) }}
{%- endmacro -%}

{%- macro default___seconds_a_part() -%}
    {{ return(5) }}
{%- endmacro -%}

{# BigQuery bills each statement around a part as 10 MB or more. #}
{%- macro bigquery___seconds_a_part() -%}
    {{ return(60) }}
{%- endmacro -%}
