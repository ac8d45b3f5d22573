{# What values of the type that the SQL expression `type` names can be compared with, as text: `number`, `text`, or the type's own
   name. #}
{%- macro _kind_of(type) -%}
    {{ return(adapter.dispatch('_kind_of', 'dbt_nn')(type)) }}
{%- endmacro -%}

{%- macro default___kind_of(type) -%}
    {{ return(type) }}
{%- endmacro -%}

{# DuckDB: a point in time has four types, for how exact it is. #}
{%- macro duckdb___kind_of(type) -%}
    {{ return(
        'case when ' ~ dbt_nn._matches_fully(type, dbt_nn._number_types()) ~ " then 'number'"
        ~ ' when ' ~ dbt_nn._matches_fully(type, '(VARCHAR|ENUM|UUID).*') ~ " then 'text'"
        ~ ' when ' ~ dbt_nn._matches_fully(type, 'TIMESTAMP_(S|MS|NS)') ~ " then 'TIMESTAMP' else " ~ type ~ ' end'
    ) }}
{%- endmacro -%}

{# BigQuery: a query cannot tell a date from a text that says it. #}
{%- macro bigquery___kind_of(type) -%}
    {{ return(
        'case when ' ~ dbt_nn._matches_fully(type, dbt_nn._number_types()) ~ " then 'number'"
        ~ " when " ~ type ~ " in ('STRING', 'DATE', 'TIME', 'BYTES') or starts_with(" ~ type ~ ", 'STRING(') then 'text'"
        ~ " when " ~ type ~ " = 'BOOLEAN' then 'BOOL' else " ~ type ~ ' end'
    ) }}
{%- endmacro -%}
