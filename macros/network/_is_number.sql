{# Whether `value` is a finite number (and not a boolean, which Python counts among them). #}
{%- macro _is_number(value) -%}
    {{ return(value is number and value is not boolean and -1e308 <= value <= 1e308) }}
{%- endmacro -%}
