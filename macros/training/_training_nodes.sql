{# The models that train, of `nodes` or, in the place of one that does not, of those that it reads. `seen` lists what need not be
   looked at again. #}
{%- macro _training_nodes(nodes, seen) -%}
    {%- set found = [] -%}
    {%- for node in nodes if node.unique_id not in seen -%}
        {%- do seen.append(node.unique_id) -%}
        {%- if node.config.get('meta', {}).get('dbt_nn') is mapping -%}
            {%- do found.append(node) -%}
        {%- else -%}
            {%- set parents = [] -%}
            {%- for name in node.depends_on.nodes if name in graph.nodes -%}
                {%- do parents.append(graph.nodes[name]) -%}
            {%- endfor -%}
            {%- do found.extend(dbt_nn._training_nodes(parents, seen)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro -%}
