{# Gives the model whose code is parsed the hook _check_ephemeral_data. #}
{%- macro _check_data_in_hook() -%}
    {%- if model.resource_type == 'model' -%}
        {%- do config(pre_hook="{{ dbt_nn._check_ephemeral_data() }}") -%}
    {%- endif -%}
{%- endmacro -%}

{# A hook before a model that reads data: only there is the SQL of ephemeral models known, so that data which is one of them
   can be looked at. The model's code is rendered once more, and its checks then see what they could not see before. #}
{%- macro _check_ephemeral_data() -%}
    {%- if execute and model.extra_ctes and not dbt_nn._is_empty() -%}
        {%- do render(model.raw_code) -%}
    {%- endif -%}
{%- endmacro -%}
