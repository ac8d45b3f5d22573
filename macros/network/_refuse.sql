{# Stops with the one form of message that every fault of a description has; `received` is none where nothing was given. #}
{%- macro _refuse(name, legal, received, advice) -%}
    {%- set shown = 'nothing' if received is none or received is undefined else "'" ~ received ~ "'" if received is string else received -%}
    {#- Before a run, the model is not the one that dbt names. -#}
    {%- set described = model.get('dbt_nn_described') if model is mapping else none -%}
    {% do exceptions.raise_compiler_error(
        ('The description of ' ~ described ~ ': ' if described else '')
        ~ '`' ~ name ~ '` must be ' ~ legal ~ '; received ' ~ shown ~ '. ' ~ advice
    ) %}
{%- endmacro -%}
