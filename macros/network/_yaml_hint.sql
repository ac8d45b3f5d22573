{# What YAML or Jinja made of `value`, where a number or a text was meant and something else arrived, and how to write it: a sentence
   with a space behind it, or nothing. #}
{%- macro _yaml_hint(value) -%}
    {%- set values = [value] if value is string or value is mapping or value is not iterable else value | list -%}
    {%- for item in values -%}
        {%- if item is string and modules.re.fullmatch('\\s*[-+]?([0-9][0-9_]*([.,][0-9]*)?|[.,][0-9]+)([eE][-+]?[0-9]+)?\\s*', item) -%}
            {{ return('It is a text: YAML takes a number with an exponent for one only with a point and a sign, as in 1.0e-2, and none in quotes. Write '
                ~ ('%.12g' | format(item | replace('_', '') | replace(',', '.') | float)) ~ '. ') }}
        {%- elif item is boolean and value is not boolean -%}
            {{ return("YAML reads yes, no, on, off, true and false without quotes as booleans. Write texts in quotes, as in ['No', 'Yes']. ") }}
        {%- elif item is none and value is not none -%}
            {{ return("YAML reads null, ~ and nothing at all as no value. Write a text in quotes: 'null'. ") }}
        {%- elif item is float and dbt_nn._is_number(item) and item == item | int -%}
            {{ return('It has a decimal point. Write ' ~ item | int ~ '. ') }}
        {%- elif item is not string and item is not number and item is not mapping and item is not iterable and item is not none and item is not boolean and item is not undefined -%}
            {{ return("YAML reads " ~ item ~ " as a date. Write a text in quotes: '" ~ item ~ "'. ") }}
        {%- endif -%}
    {%- endfor -%}
    {{ return('') }}
{%- endmacro -%}
