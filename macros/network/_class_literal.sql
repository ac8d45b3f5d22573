{# The label `class` as an SQL literal: a whole number, a string or a boolean. #}
{%- macro _class_literal(class) -%}
    {%- if class is boolean -%}
        {{ return('true' if class else 'false') }}
    {%- elif class is string -%}
        {{ return(dbt_nn._text(class)) }}
    {%- endif -%}
    {{ return(class | string) }}
{%- endmacro -%}
