{# Refuses a `value` of the argument `name` that is not a whole number, 1 or above. #}
{%- macro _check_whole_number(name, value, advice) -%}
    {%- if value is not integer or value is boolean or value < 1 -%}
        {%- do dbt_nn._refuse(name, 'a whole number, 1 or above', value, dbt_nn._yaml_hint(value) ~ advice) -%}
    {%- endif -%}
{%- endmacro -%}
