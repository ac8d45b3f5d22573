{# Refuses a `value` of the argument `name` that is not a whole number, 1 or above. #}
{%- macro _check_whole_number(name, value, advice) -%}
    {%- if dbt_nn._is_known(value) and (value is not integer or value is boolean or value < 1) -%}
        {%- do dbt_nn._refuse(name, 'a whole number, 1 or above', value, dbt_nn._as_number(value, is_whole=true) or advice) -%}
    {%- endif -%}
{%- endmacro -%}
