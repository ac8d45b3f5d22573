{# The CTE `state`, the row that a network is read by: the newest of `relation`, or that of `iteration`; with `every`, all of them.
   A query may be run long after it was written, as that of a view is: a row of another network than the one described, and
   one that is not there, stop it. Only a unit test's fixture is taken as it is. #}
{%- macro _state(network, relation, iteration=none, every=false) -%}
    {%- if relation is string or relation.is_cte or dbt_nn._is_empty() %}
state as (

    {{ 'select * from ' ~ relation if every else dbt_nn._newest_row(relation, iteration) | indent(4) }}

)
    {%- else %}
state as (

    select found.*
    from (
        select
            1 as one,
            {{ dbt_nn._text(dbt_nn._description_in_rows(network, relation, iteration)) }} as description
    ) as described
    left join (

        select
            *,
            1 as one
        from {{ relation }}
        {%- if iteration is not none %}
        where iteration = {{ iteration }}
        {%- endif %}
        {%- if not every %}
        order by trained_at desc, iteration desc
        limit 1
        {%- endif %}

    ) as found on described.one = found.one
    where
        {{ dbt_nn._is_readable(network, relation, iteration) | indent(8) }}

)
    {%- endif -%}
{%- endmacro -%}
