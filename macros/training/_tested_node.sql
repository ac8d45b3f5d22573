{# The model whose rows a test judges. With `where`, dbt gives the test a query in the place of the relation. #}
{%- macro _tested_node(relation) -%}
    {%- if relation is string -%}
        {{ return(graph.get('nodes', {}).get(model.attached_node)) }}
    {%- endif -%}
    {{ return(dbt_nn._node_of(relation)) }}
{%- endmacro -%}
