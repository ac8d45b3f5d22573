{# What makes `relation`: the model, or, with --defer, what stands in for it in another environment, with the configuration that
   it has there; none where no model does. A unit test knows of no models. #}
{%- macro _node_of(relation) -%}
    {%- for node in graph.get('nodes', {}).values() if node.resource_type == 'model' -%}
        {%- for made in [node, node.get('defer_relation')] if made
            and made.alias | lower == relation.identifier | string | lower
            and made.schema | lower == relation.schema | string | lower
            and (not made.database or not relation.database or made.database | lower == relation.database | lower) -%}
            {{ return(made) }}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro -%}
