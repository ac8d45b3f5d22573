{# A hook before a training model: the script that makes the rows which the model fetches, where it fetches any. #}
{%- macro _run_script() -%}
    {%- if execute and dbt_nn._steps_table() | string in compiled_code -%}
        {{ render(model.raw_code).split(dbt_nn._script_mark())[1] | trim }}
    {%- endif -%}
{%- endmacro -%}
