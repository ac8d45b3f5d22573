{# An expression that stops the query, for `count`, an SQL expression, is 0: there is nothing to train on. #}
{%- macro _no_rows_error(count) -%}
    {{ return(dbt_nn._data_error(['`data` must have rows; received ', count, '. Check the model that it names.'])) }}
{%- endmacro -%}
