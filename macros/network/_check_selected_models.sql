{# A hook before a run (on-run-start of this package): refuses a bad description of a network, and a model that cannot keep one's
   rows, before anything is built. It looks at the models that the run builds, at each description once, and gives no SQL. Other
   `meta: network:` is none of its business. Dispatched, so that a project may have
   all of it refused when a model runs, and not before. #}
{%- macro _check_selected_models() -%}
    {{ return(adapter.dispatch('_check_selected_models', 'dbt_nn')()) }}
{%- endmacro -%}

{%- macro default___check_selected_models() -%}
    {%- if execute and not dbt_nn._only_compiles() -%}
        {%- set checked = [] -%}
        {%- for id in selected_resources if id in graph.nodes and graph.nodes[id].resource_type == 'model' -%}
            {%- set node = graph.nodes[id] -%}
            {%- set description = (node.config.meta or {}).get('network') -%}
            {%- set trains = 'macro.dbt_nn.train' in node.depends_on.macros or 'macro.dbt_nn.initial_parameters' in node.depends_on.macros -%}
            {#- For _refuse, to say which model it is. -#}
            {%- do model.update({'judged': node}) -%}
            {%- if trains -%}
                {%- do dbt_nn._check_training_model(node.config) -%}
            {%- endif -%}
            {%- if trains and description is none -%}
                {%- do dbt_nn._refuse(
                    'meta.network', 'a description of the network', none,
                    "Add `meta: {network: {features: [...], label: ..., classes: [...], hidden_units: [...]}}` to the model's config."
                ) -%}
            {%- elif (trains or (description is mapping and ('features' in description or 'hidden_units' in description)))
                and description | string not in checked -%}
                {%- do dbt_nn._resolve(description) -%}
                {%- do checked.append(description | string) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
