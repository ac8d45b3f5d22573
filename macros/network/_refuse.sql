{# Stops with the one form of message that every fault of a description has. #}
{%- macro _refuse(name, legal, received, advice) -%}
    {%- set shown = "'" ~ received ~ "'" if received is string else received -%}
    {% do exceptions.raise_compiler_error(
        '`' ~ name ~ '` must be ' ~ legal ~ '; received ' ~ shown ~ '. ' ~ advice
    ) %}
{%- endmacro -%}
