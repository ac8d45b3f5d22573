{# Leaves what train() has found out, `run`, for the hooks around the model's query: they are rendered apart from it, and the
   node in `graph` is what both see. A unit test has neither hooks nor a graph. What the model's query was written by counts: a hook
   may render the model's code once more, and then see data that could not be looked at before (_check_ephemeral_data). #}
{%- macro _remember_run(run) -%}
    {%- if model.unique_id in graph.get('nodes', {}) and not model.compiled_code -%}
        {%- do graph.nodes[model.unique_id].update({'dbt_nn_run': run}) -%}
    {%- endif -%}
{%- endmacro -%}
