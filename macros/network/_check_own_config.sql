{# Refuses, while dbt parses the model at hand, what its config() says wrongly: nothing can change that any more, where YAML beside
   the models goes before dbt_project.yml. (What stands in YAML is looked at by _check_selected_models, before anything is built.)
   `trains` says whether the model keeps a network's rows. Dispatched, so that a project may have
   all of it refused when a model runs, and not before. #}
{%- macro _check_own_config(trains=false) -%}
    {{ return(adapter.dispatch('_check_own_config', 'dbt_nn')(trains)) }}
{%- endmacro -%}

{%- macro default___check_own_config(trains=false) -%}
    {%- if not execute and model.resource_type == 'model' and config.context_config is defined and config.context_config -%}
        {%- set written = config.context_config.build_config_dict() -%}
        {%- set inherited = model.get('config', {}) -%}
        {%- set meta = written.get('meta', {}) -%}
        {%- set network = meta.get('network') -%}
        {%- for option, value in (network.items() | list if network is mapping else []) + meta.items() | list -%}
            {%- set names = dbt_nn._unquoted(option) + dbt_nn._unquoted(value) -%}
            {%- if names -%}
                {%- do exceptions.raise_compiler_error(
                    '`' ~ (option if option is defined else 'network') ~ '` must have its texts in quotes, for config() is Jinja; received '
                    ~ names | join(', ') ~ " without. Write '" ~ names | join("', '") ~ "'."
                ) -%}
            {%- endif -%}
        {%- endfor -%}
        {#- none may stand for a variable that is given when the model runs. -#}
        {%- if network is not none and network != inherited.get('meta', {}).get('network') and 'None' not in network | string -%}
            {%- do dbt_nn._resolve(network) -%}
        {%- endif -%}
        {%- if trains and written.get('materialized') != inherited.get('materialized') -%}
            {%- set key = written.get('unique_key') -%}
            {%- do dbt_nn._check_training_model({
                'materialized': written.get('materialized'),
                'unique_key': 'iteration' if key is none or key == inherited.get('unique_key') else key,
            }) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
