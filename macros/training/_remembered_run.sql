{# The `run` that train() left for the hooks around the model at hand; none while parsing. #}
{%- macro _remembered_run() -%}
    {{ return(graph.nodes[model.unique_id].get('dbt_nn_run') if execute else none) }}
{%- endmacro -%}
