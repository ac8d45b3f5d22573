{# The description, as text, that a row of `relation` must carry to be read as the resolved `network`. Where the command at hand runs
   what it writes, a network that is not there to be read, or is another one than described, is refused before anything is
   sent; what happens later is up to the check in the SQL, see _state. `needs_rows` says whether there must be a row, that of
   `iteration` where one is asked for. #}
{%- macro _description_in_rows(network, relation, iteration=none, needs_rows=true) -%}
    {%- if relation is string or relation.is_cte or dbt_nn._is_empty() or dbt_nn._only_compiles() -%}
        {{ return(network.fingerprint) }}
    {%- endif -%}
    {%- set node = dbt_nn._node_of(relation) -%}
    {%- if not dbt_nn._is_built(relation) -%}
        {#- What no model makes the warehouse may know all the same. -#}
        {%- if node is not none -%}
            {%- do dbt_nn._refuse(
                'network', 'built before it is read', relation | string, 'Build it first: dbt build --select ' ~ node.name ~ '.'
            ) -%}
        {%- endif -%}
        {{ return(network.fingerprint) }}
    {%- endif -%}
    {%- set kept = dbt_nn._kept_description(relation) -%}
    {%- if kept is none and needs_rows -%}
        {%- do dbt_nn._refuse(
            'network', "a network's table with at least one row", relation | string,
            'Build it first: dbt build --select ' ~ (node.name if node is not none else relation.identifier) ~ '.'
        ) -%}
    {%- elif kept is none or not dbt_nn._differences(fromjson(kept), fromjson(network.fingerprint)) -%}
        {%- do dbt_nn._check_learned_columns(network, relation) -%}
        {%- if iteration is not none -%}
            {%- do dbt_nn._check_iteration(relation, iteration) -%}
        {%- endif -%}
        {{ return(kept or network.fingerprint) }}
    {%- endif -%}
    {%- do dbt_nn._refuse_another_network(relation, kept, network.fingerprint) -%}
{%- endmacro -%}
