{# The line that stands between the parts of what _training_parts writes, for _train_in_parts to find them. #}
{%- macro _part_mark() -%}
    {{ return('-- dbt_nn: parts of a training') }}
{%- endmacro -%}
