{# The values of `x` in the order of the columns `order`, as one list, an aggregate. #}
{%- macro _list_in_order(x, order) -%}
    {{ return(adapter.dispatch('_list_in_order', 'dbt_nn')(x, order)) }}
{%- endmacro -%}

{%- macro default___list_in_order(x, order) -%}
    {{ return('array_agg(' ~ x ~ ' order by ' ~ order ~ ')') }}
{%- endmacro -%}
