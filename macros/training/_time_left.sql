{# `seconds`, as one says them: 42 s, 3 min, 2.5 h. #}
{%- macro _time_left(seconds) -%}
    {%- if seconds < 90 -%}
        {{ return('%.0f s left' | format(seconds)) }}
    {%- elif seconds < 5400 -%}
        {{ return('%.0f min left' | format(seconds / 60)) }}
    {%- endif -%}
    {{ return('%.1f h left' | format(seconds / 3600)) }}
{%- endmacro -%}
