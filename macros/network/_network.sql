{# The resolved description of the network in `relation` (a table of its rows), or, without one, of the model that is
   being built. A relation's is that of the dbt model that makes it; where no model does (a source, another project's table),
   the one that its rows carry, which lacks only what they do not depend on; else that of the model being built. #}
{%- macro _network(relation=none) -%}
    {%- set own = dbt_nn._own_description() -%}
    {%- if relation is none -%}
        {%- if own is none -%}
            {%- do dbt_nn._refuse_undescribed() -%}
        {%- endif -%}
        {{ return(dbt_nn._resolve(own)) }}
    {%- endif -%}

    {%- set node = dbt_nn._node_of(relation) -%}
    {%- if node is not none and node.config.meta.get('network') is not none -%}
        {{ return(dbt_nn._resolve(node.config.meta.network)) }}
    {%- endif -%}
    {%- set kept = dbt_nn._kept_description(dbt_nn._relation_under_test(relation)) -%}
    {%- if own is not none -%}
        {%- set described = dbt_nn._resolve(own) -%}
        {#- Of a unit test's fixture its own description tells, and not that of the table that it stands for. -#}
        {%- if relation.is_cte or kept is none or not dbt_nn._differences(fromjson(kept), fromjson(described.fingerprint)) -%}
            {{ return(described) }}
        {%- endif -%}
    {%- endif -%}
    {%- if kept is none -%}
        {%- do dbt_nn._refuse_undescribed(relation) -%}
    {%- endif -%}
    {{ return(dbt_nn._resolve_kept(kept)) }}
{%- endmacro -%}
