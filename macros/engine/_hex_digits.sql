{# The MD5 of the text `text` as 32 hexadecimal digits. #}
{%- macro _hex_digits(text) -%}
    {{ return(adapter.dispatch('_hex_digits', 'dbt_nn')(text)) }}
{%- endmacro -%}

{%- macro default___hex_digits(text) -%}
    {{ return('md5(' ~ text ~ ')') }}
{%- endmacro -%}

{# BigQuery's md5 gives bytes. #}
{%- macro bigquery___hex_digits(text) -%}
    {{ return('to_hex(md5(' ~ text ~ '))') }}
{%- endmacro -%}
