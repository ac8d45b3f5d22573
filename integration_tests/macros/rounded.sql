{# Each of `columns` to nine decimals: a unit test compares floating-point numbers to the last bit. Adding zero makes 0 of
   a -0, which a unit test would tell from it. #}
{% macro rounded(columns) %}
    {%- for column in columns -%}
    round({{ column }}, 9) + 0 as {{ column }}{{ ',\n    ' if not loop.last }}
    {%- endfor -%}
{% endmacro %}
