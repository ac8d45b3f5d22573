{# A hook before a run: refuses the wrong description of any model that is about to be built, before one of them is. Only where YAML
   or dbt_project.yml says it is it not known already while parsing. Gives no SQL. #}
{%- macro _check_descriptions() -%}
    {{ return(adapter.dispatch('_check_descriptions', 'dbt_nn')()) }}
{%- endmacro -%}

{%- macro default___check_descriptions() -%}
    {%- if execute and not dbt_nn._only_compiles() -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.unique_id in selected_resources and node.config.meta.get('network') is not none -%}
            {%- do model.update({'dbt_nn_described': node.name}) -%}
            {%- do dbt_nn._check_description(node.config.meta.network) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
