{# Gives the model whose code is parsed the hook _check_ephemeral_data. #}
{%- macro _check_data_in_hook() -%}
    {%- if model.resource_type == 'model' -%}
        {%- do config(pre_hook="{{ dbt_nn._check_ephemeral_data() }}") -%}
    {%- endif -%}
{%- endmacro -%}
