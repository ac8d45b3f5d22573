{# The strings (or numbers) `values` as SQL literals of text. #}
{%- macro _texts(values) -%}
    {%- set literals = [] -%}
    {%- for value in values -%}
        {%- do literals.append(dbt_nn._text(value | string)) -%}
    {%- endfor -%}
    {{ return(literals) }}
{%- endmacro -%}
