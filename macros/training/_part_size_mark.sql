{# What stands for the number of iterations in a statement of _training_parts. It ends a line, as no name and no text does. #}
{%- macro _part_size_mark() -%}
    {{ return('__dbt_nn_iterations__\n') }}
{%- endmacro -%}
