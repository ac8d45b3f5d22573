{# The number that the text `digits`, up to 15 hexadecimal digits, stands for. DuckDB and BigQuery both read '0x…'. #}
{%- macro _hex_to_integer(digits) -%}
    {{ return(adapter.dispatch('_hex_to_integer', 'dbt_nn')(digits)) }}
{%- endmacro -%}

{%- macro default___hex_to_integer(digits) -%}
    {{ return("cast(concat('0x', " ~ digits ~ ') as ' ~ dbt.type_bigint() ~ ')') }}
{%- endmacro -%}
