{# The string `value` as an SQL literal, so that any text is only ever text. #}
{%- macro _text(value) -%}
    {{ return(adapter.dispatch('_text', 'dbt_nn')(value)) }}
{%- endmacro -%}

{%- macro default___text(value) -%}
    {{ return("'" ~ (value | replace("'", "''")) ~ "'") }}
{%- endmacro -%}

{# BigQuery reads backslash escapes in every quoted literal, and a line break must be one. #}
{%- macro bigquery___text(value) -%}
    {{ return(
        "'" ~ (value | replace('\\', '\\\\') | replace("'", "\\'") | replace('\n', '\\n') | replace('\r', '\\r')) ~ "'"
    ) }}
{%- endmacro -%}
