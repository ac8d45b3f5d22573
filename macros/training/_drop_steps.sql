{# A hook after a training model: drops the table of the rows that were trained in parts, where there were parts. #}
{%- macro _drop_steps() -%}
    {%- set run = dbt_nn._remembered_run() -%}
    {%- if run and run.in_parts -%}
drop table if exists {{ dbt_nn._steps_table() }}
    {%- endif -%}
{%- endmacro -%}
