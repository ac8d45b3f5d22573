{# A statement that makes the table `relation` of a query's rows; it stays for as long as a stopped run may be gone on with. #}
{%- macro _create_expiring_table(relation, query) -%}
    {{ return(adapter.dispatch('_create_expiring_table', 'dbt_nn')(relation, query)) }}
{%- endmacro -%}

{%- macro default___create_expiring_table(relation, query) -%}
create or replace table {{ relation }} as

{{ query }}
{%- endmacro -%}

{# BigQuery drops a table by itself when its time has come; without that, one left behind would be stored for ever. #}
{%- macro bigquery___create_expiring_table(relation, query) -%}
create or replace table {{ relation }}
options (expiration_timestamp = timestamp_add(current_timestamp(), interval 7 day))
as

{{ query }}
{%- endmacro -%}
