{# The widths of a described network's layers, inputs and outputs included, as text: `2-2-2`. #}
{%- macro _shape(description) -%}
    {{ return(([description.get('inputs', description.features) | length] + description.hidden_units | list + [description.classes | length]) | join('-')) }}
{%- endmacro -%}
