{# What stands for the number of iterations in a statement of _training_parts. #}
{%- macro _part_size_mark() -%}
    {{ return('__dbt_nn_iterations__') }}
{%- endmacro -%}
