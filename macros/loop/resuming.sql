{# What is there of the described network in `relation`, whose rows must be of it: its `columns`, and the `iteration` of its newest row,
   none if it is not built or has no rows. #}
{%- macro _found_in(network, relation) -%}
    {%- if not dbt_nn._is_built(relation) -%}
        {{ return({'columns': [], 'iteration': none}) }}
    {%- endif -%}
    {%- set columns = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
    {%- if 'description' not in columns or 'trained_at' not in columns -%}
        {%- do dbt_nn._refuse(
            'previous', 'a model made by dbt_nn.initial_parameters or dbt_nn.train', relation | string,
            'It has the columns ' ~ dbt_nn._shortened(columns) ~ '.'
        ) -%}
    {%- endif -%}
    {%- for iteration, kept in run_query(dbt_nn._newest_row(relation, columns='iteration, description')).rows -%}
        {%- if dbt_nn._differences(fromjson(kept), fromjson(network.fingerprint)) and not dbt_nn._only_compiles() -%}
            {%- do dbt_nn._refuse_another_network(relation, kept, network.fingerprint) -%}
        {%- endif -%}
        {%- do dbt_nn._check_learned_columns(network, relation) -%}
        {{ return({'columns': columns, 'iteration': iteration | int}) }}
    {%- endfor -%}
    {{ return({'columns': columns, 'iteration': none}) }}
{%- endmacro -%}

{# The relation of the model `name`, found without a ref, which would close a cycle; none if it is not built yet. #}
{%- macro _relation_of(name) -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name == name and node.package_name == model.package_name -%}
        {{ return(adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias)) }}
    {%- endfor -%}
    {%- do dbt_nn._refuse(
        'resume_from', 'the name of a model of this project', name,
        'Name the last model of the chain that starts with ' ~ model.name ~ '.'
    ) -%}
{%- endmacro -%}
