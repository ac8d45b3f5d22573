{# The line that stands before and after a script in a model's rendered code, for _run_script to find it. #}
{%- macro _script_mark() -%}
    {{ return('-- dbt_nn: the training script') }}
{%- endmacro -%}
