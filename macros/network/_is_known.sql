{# Whether the value of an argument can be judged: while dbt parses, what a var or a query will give is none or an empty text.
   Dispatched, as _check_while_parsing is. #}
{%- macro _is_known(value) -%}
    {{ return(adapter.dispatch('_is_known', 'dbt_nn')(value)) }}
{%- endmacro -%}

{%- macro default___is_known(value) -%}
    {{ return(execute or (value is not undefined and value is not none and value is not sameas '')) }}
{%- endmacro -%}
