{# Leaves what train() has found out, `run`, for the hooks around the model's query: they are rendered apart from it, and the
   node in `graph` is what both see. A unit test has neither hooks nor a graph. #}
{%- macro _remember_run(run) -%}
    {%- if model.unique_id in graph.get('nodes', {}) -%}
        {%- do graph.nodes[model.unique_id].update({'dbt_nn_run': run}) -%}
    {%- endif -%}
{%- endmacro -%}
