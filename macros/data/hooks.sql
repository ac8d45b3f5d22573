{# Gives the model that is being parsed the hook _check_ephemeral_data. #}
{%- macro _check_data_in_hook() -%}
    {%- if model.resource_type == 'model' -%}
        {%- do config(pre_hook="{{ dbt_nn._check_ephemeral_data() }}") -%}
    {%- endif -%}
{%- endmacro -%}

{# A hook before a model that reads data: only in a hook is the SQL of ephemeral models known, so only there can such data be
   read. It renders the model's code once more, for the checks that could not read the data before. #}
{%- macro _check_ephemeral_data() -%}
    {%- if execute and model.extra_ctes and not dbt_nn._is_empty() -%}
        {%- do render(model.raw_code) -%}
    {%- endif -%}
{%- endmacro -%}
