{# What to do about a `value` where a number is wanted (a whole one, where `is_whole`) and a text arrived that reads as one, as
   YAML makes it of 1e-2, or decimals that are whole, as 8.0; nothing about all else. #}
{%- macro _as_number(value, is_whole=false) -%}
    {%- set written = value | string | trim -%}
    {%- if value is boolean or value is integer or not modules.re.match('[-+]?([0-9][0-9_]*([.,][0-9_]*)?|[.,][0-9]+)([eE][-+]?[0-9]+)?$', written) -%}
        {{ return('') }}
    {%- endif -%}
    {%- set number = written | replace(',', '.') | replace('_', '') | float -%}
    {%- if not dbt_nn._is_number(number) or (is_whole and number != number | int) or (value is not string and not is_whole) -%}
        {{ return('') }}
    {%- endif -%}
    {%- set plain = (number | int if is_whole or '.' not in written and ',' not in written and number == number | int else number) | string -%}
    {#- An exponent needs a decimal point before it. -#}
    {%- set plain = plain | replace('e', '.0e') if '.' not in plain else plain -%}
    {%- if value is not string -%}
        {{ return('It has decimals: write ' ~ plain ~ '.') }}
    {%- elif ',' in written -%}
        {{ return('It is a text, for the decimal sign is a point: write ' ~ plain ~ '.') }}
    {%- elif 'e' in written | lower -%}
        {{ return('It is a text, for YAML reads an exponent only after a decimal point and with a sign: write ' ~ plain ~ '.') }}
    {%- endif -%}
    {{ return('It is a text: write ' ~ plain ~ ' without quotes.') }}
{%- endmacro -%}
