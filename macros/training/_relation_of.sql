{# The relation of the model named `name`, looked up without a ref, which would close a circle; none where it is not
   built yet. #}
{%- macro _relation_of(name) -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name == name and node.package_name == model.package_name -%}
        {{ return(adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias)) }}
    {%- endfor -%}
    {%- do dbt_nn._refuse(
        'resume_from', 'the name of a model of this project', name,
        'Name the last model of the chain that starts with ' ~ model.name ~ '.'
    ) -%}
{%- endmacro -%}
