{# A hook after a training model: drops the table of the script's rows, where there was a script. #}
{%- macro _drop_steps() -%}
    {%- if execute and dbt_nn._steps_table() | string in compiled_code -%}
drop table if exists {{ dbt_nn._steps_table() }}
    {%- endif -%}
{%- endmacro -%}
