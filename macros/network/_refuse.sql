{# Stops with the one form of message that every fault of a description has; `received` is none where nothing was given. #}
{%- macro _refuse(name, legal, received, advice) -%}
    {%- set shown = 'nothing' if received is none or received is undefined else "'" ~ received ~ "'" if received is string else received -%}
    {% do exceptions.raise_compiler_error(
        '`' ~ name ~ '` must be ' ~ legal ~ '; received ' ~ shown ~ '. ' ~ advice
    ) %}
{%- endmacro -%}
