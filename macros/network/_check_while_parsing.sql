{# Refuses what a model's own SQL says wrong of its network, while dbt parses it: `config()` in the SQL overrules all that stands
   elsewhere, so that it will not change. What dbt_project.yml and YAML files say is put together later, see _check_descriptions.
   Dispatched, so that a project may have everything checked when a model runs, and not before. #}
{%- macro _check_while_parsing() -%}
    {{ return(adapter.dispatch('_check_while_parsing', 'dbt_nn')()) }}
{%- endmacro -%}

{%- macro default___check_while_parsing() -%}
    {%- if config.context_config is defined and config.context_config and model.resource_type == 'model' -%}
        {#- What would be patched is only there where the SQL does not say otherwise. -#}
        {%- set written = config.context_config.build_config_dict(patch_config_dict={'meta': {'network': 'elsewhere'}}) -%}
        {%- set description = written.get('meta', {}).get('network') -%}
        {%- if description is not none and description != 'elsewhere' -%}
            {%- do dbt_nn._refuse_unquoted(description) -%}
            {%- do dbt_nn._check_description(description) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
