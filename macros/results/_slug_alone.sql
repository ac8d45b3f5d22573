{# The end of a column name as a column name of its own, which no digit begins. #}
{%- macro _slug_alone(slug) -%}
    {{ return(('_' if slug[0] in '0123456789' else '') ~ slug) }}
{%- endmacro -%}
