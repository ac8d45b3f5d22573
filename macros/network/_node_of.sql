{# The model that makes `relation`, or none; a unit test knows of no models. #}
{%- macro _node_of(relation) -%}
    {%- for node in graph.get('nodes', {}).values() if node.resource_type == 'model' and node.alias == relation.identifier and node.schema == relation.schema -%}
        {{ return(node) }}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro -%}
