{# The resolved description of the network in `relation` (a table of its rows), or, without one, of the model that is
   being built. A relation's is that of the dbt model that makes it; where no model does (a source, a unit test's
   fixture), it is that of the model being built. #}
{%- macro _network(relation=none) -%}
    {%- set found = namespace(description=none) -%}
    {%- if relation is not none -%}
        {%- set node = dbt_nn._node_of(relation) -%}
        {%- if node is not none -%}
            {%- set found.description = node.config.meta.get('network') -%}
        {%- endif -%}
    {%- endif -%}
    {%- if found.description is none -%}
        {%- set found.description = dbt_nn._own_description() -%}
    {%- endif -%}
    {%- if found.description is none -%}
        {%- do exceptions.raise_compiler_error(
            '`meta.network` must describe the network' ~ (' of ' ~ relation if relation is not none else '') ~ '; received nothing. '
            ~ "Add `meta: {network: {features: [...], label: ..., classes: [...], hidden_units: [...]}}` to the model's config."
        ) -%}
    {%- endif -%}
    {{ return(dbt_nn._resolve(found.description)) }}
{%- endmacro -%}
