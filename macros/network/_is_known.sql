{# Whether `value` is what it will be when the model runs. While dbt parses, what comes of a query or of a variable that is not
   given yet is nothing, an empty text or an empty list. Dispatched, so that a project may have
   all of it refused when a model runs, and not before. #}
{%- macro _is_known(value) -%}
    {{ return(adapter.dispatch('_is_known', 'dbt_nn')(value)) }}
{%- endmacro -%}

{%- macro default___is_known(value) -%}
    {{ return(execute or not (value is undefined or value is none or (value is string and not value | trim) or value == [])) }}
{%- endmacro -%}
