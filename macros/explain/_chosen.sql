{# The CTE `chosen`, as _ctes gives one: `rows` rows of `data`, those that come first by a hash of what the network reads of
   them, so that they are as good as drawn, and the same ones in every query. #}
{%- macro _chosen(network, data, condition, rows) -%}
    {%- set texts = [] -%}
    {%- for column in network.features + [network.label] -%}
        {%- do texts.append('coalesce(' ~ dbt_nn._fixed_text(dbt_nn._quoted(column)) ~ ", '')") -%}
    {%- endfor -%}
    {%- set sql -%}
chosen as (

    select *
    from {{ data }}{{ condition | indent(4) }}
    order by {{ dbt_nn._hash_of(texts) }}
    limit {{ rows }}

)
    {%- endset -%}
    {{ return({'name': 'chosen', 'sql': sql, 'made': [], 'order': network.features}) }}
{%- endmacro -%}
