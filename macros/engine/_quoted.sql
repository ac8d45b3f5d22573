{# The identifier `name`, quoted, so that any column name is only ever a name. #}
{%- macro _quoted(name) -%}
    {{ return(adapter.dispatch('_quoted', 'dbt_nn')(name)) }}
{%- endmacro -%}

{%- macro default___quoted(name) -%}
    {{ return(adapter.quote(name | replace('"', '""'))) }}
{%- endmacro -%}

{# BigQuery quotes with backticks, and reads backslash escapes between them. #}
{%- macro bigquery___quoted(name) -%}
    {{ return(adapter.quote(name | replace('\\', '\\\\') | replace('`', '\\`'))) }}
{%- endmacro -%}
