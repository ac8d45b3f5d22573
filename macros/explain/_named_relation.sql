{# The relation of the model, seed or snapshot `name`, or of the source `name` ("source.table"): a command line has no refs.
   `argument` is what names it there. Refused where it is not there to be read. #}
{%- macro _named_relation(argument, name) -%}
    {%- set found = namespace(node=none) -%}
    {%- for node in graph.nodes.values() if node.name == name and node.resource_type in ['model', 'seed', 'snapshot'] -%}
        {#- Where a package has one of that name too, the project's own. -#}
        {%- if found.node is none or node.package_name == project_name -%}
            {%- set found.node = node -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for node in graph.sources.values() if found.node is none and node.source_name ~ '.' ~ node.name == name -%}
        {%- set found.node = node -%}
    {%- endfor -%}
    {%- set node = found.node -%}
    {%- if node is none -%}
        {%- do dbt_nn._refuse(
            argument, 'the name of a model, a seed, a snapshot or a source (source.table)', name, '`dbt ls` lists those of the project.'
        ) -%}
    {%- endif -%}
    {%- set relation = adapter.get_relation(
        database=node.database, schema=node.schema, identifier=node.identifier if node.resource_type == 'source' else node.alias
    ) -%}
    {%- if relation is none -%}
        {%- do dbt_nn._refuse(
            argument, 'a relation that is built', name,
            'Load it first.' if node.resource_type == 'source' else 'Build it first: dbt build --select +' ~ name ~ '.'
        ) -%}
    {%- endif -%}
    {{ return(relation) }}
{%- endmacro -%}
