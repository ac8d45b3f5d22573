{# A category that stands in a description, a text, a number or a boolean, as text. #}
{%- macro _category_text(value) -%}
    {{ return((value | string | lower) if value is boolean else value | string) }}
{%- endmacro -%}
