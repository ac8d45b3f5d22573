{# Stops with the one form of message that every fault of a description has; `received` is none where nothing was given. Before a
   run, where one model after the other is looked at (_check_selected_models), it says which one it is. #}
{%- macro _refuse(name, legal, received, advice) -%}
    {%- set shown = 'nothing' if received is none or received is undefined else "'" ~ received ~ "'" if received is string else received -%}
    {%- set judged = model.get('judged') if model is mapping else none -%}
    {% do exceptions.raise_compiler_error(
        ('Model ' ~ judged.name ~ ': ' if judged else '')
        ~ '`' ~ name ~ '` must be ' ~ legal ~ '; received ' ~ shown ~ '. ' ~ advice.rstrip()
    ) %}
{%- endmacro -%}
