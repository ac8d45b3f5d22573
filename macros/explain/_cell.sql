{# A value as it stands in a table. A number has `decimals` decimals, fewer where these are all of it, and is written with an
   exponent where the decimals would leave nothing of it, or where it is very large. #}
{%- macro _cell(value, decimals) -%}
    {%- if value is none -%}
        {{ return('NULL') }}
    {%- elif value is number and value is not boolean -%}
        {%- set number = value | float -%}
        {%- set digits = ('%.' ~ decimals ~ 'f') | format(number) -%}
        {%- if number == 0 -%}
            {{ return('0') }}
        {%- elif digits | float == 0 or number | abs >= 1e15 -%}
            {{ return(('%.' ~ decimals ~ 'g') | format(number)) }}
        {%- elif (digits | float - number) | abs <= 1e-12 * number | abs -%}
            {{ return(digits.rstrip('0').rstrip('.')) }}
        {%- endif -%}
        {{ return(digits) }}
    {%- endif -%}
    {{ return(value | string | replace('|', '\\|') | replace('\n', ' ')) }}
{%- endmacro -%}
