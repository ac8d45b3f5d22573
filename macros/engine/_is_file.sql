{# Whether `relation` is read from a file and stands in no catalog. #}
{%- macro _is_file(relation) -%}
    {{ return(adapter.dispatch('_is_file', 'dbt_nn')(relation)) }}
{%- endmacro -%}

{%- macro default___is_file(relation) -%}
    {{ return(false) }}
{%- endmacro -%}

{# dbt-duckdb writes the files of a source with an `external_location` in the place of its name. #}
{%- macro duckdb___is_file(relation) -%}
    {{ return(relation.external is string) }}
{%- endmacro -%}
