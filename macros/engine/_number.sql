{# The Python number `value` as an SQL literal of the very same double. An engine reads `0.1` as a decimal and turns it
   into a double by one division, which is exact to the last bit up to 15 digits; beyond that the exponent makes it a
   double from the start. #}
{%- macro _number(value) -%}
    {%- set digits = value | float | string -%}
    {%- if 'e' not in digits and digits | length > 16 -%}
        {%- set digits = digits ~ 'e0' -%}
    {%- endif -%}
    {{ return('(' ~ digits ~ ')' if digits.startswith('-') else digits) }}
{%- endmacro -%}
