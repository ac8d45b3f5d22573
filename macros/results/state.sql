{# The CTE `state`, the row of the network to use: the newest of `relation`, or that of `iteration`; with `every`, all of them. A
   query may run long after it was written, as in a view, so it stops if the row is missing or of another network than the one
   described. Only a unit test's fixture is taken as it is. #}
{%- macro _state(network, relation, iteration=none, every=false) -%}
    {%- if relation is string or relation.is_cte or dbt_nn._is_empty() -%}
state as (

    {{ 'select * from ' ~ relation if every else dbt_nn._newest_row(relation, iteration) | indent(4) }}

)
    {%- else -%}
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

{# A condition that stops the query if it does not hold: the row `found` of the network in `relation` exists, is of the network
   `described`, and has finite numbers. #}
{%- macro _is_readable(network, relation, iteration) -%}
    {%- set options = dbt_nn._options().items() | rejectattr('1.kept', 'equalto', 'never') | map('first') | list -%}
    {%- set name = relation.identifier -%}
case
    when found.one is null
    {%- if iteration is none %}
        then {{ dbt_nn._raise_error(dbt_nn._text(
            "`network` must be a network's table with at least one row; " ~ relation ~ ' has none. Build it first: dbt build --select ' ~ name ~ '.'
        )) }}
    {%- else %}
        then {{ dbt_nn._raise_error('concat(' ~ [
            dbt_nn._text('`iteration` must be one of the iterations in ' ~ relation ~ '; received ' ~ iteration ~ '. The nearest before it: '),
            dbt_nn._or_none('(select max(iteration) from ' ~ relation ~ ' where iteration < ' ~ iteration ~ ')'),
            "', after it: '",
            dbt_nn._or_none('(select min(iteration) from ' ~ relation ~ ' where iteration > ' ~ iteration ~ ')'),
            "'.'",
        ] | join(', ') ~ ')') }}
    {%- endif %}
    when found.description is distinct from described.description
        then {{ dbt_nn._raise_error('concat(' ~ [
            dbt_nn._text('`network` must be the one that this query was built for; received another one in ' ~ relation ~ '.'),
            dbt_nn._json_differences('found.description', 'described.description', options),
            dbt_nn._text(
                ' Describe the network as its rows do and build this query again, or train the network again from the start: dbt build --full-refresh --select ' ~ name ~ '+.'
            ),
        ] | join(', ') ~ ')') | indent(8) }}
    {%- for lookup in network.lookups if lookup.count is not none %}
    when {{ dbt_nn._num_texts('found.' ~ lookup.categories, dbt_nn._num_categories_of_row(network, lookup, 'found.')) }} is distinct from {{ lookup.count }}
        then {{ dbt_nn._raise_error(dbt_nn._text(
            '`network` must have the number of categories that this query was built for, ' ~ lookup.count ~ ' of `' ~ lookup.feature ~ '`; received another in '
            ~ relation ~ ', which was trained anew. Build this query again.'
        )) }}
    {%- endfor %}
    when not {{ dbt_nn._all_finite(dbt_nn._summands(network)) }}
        then {{ dbt_nn._raise_error(dbt_nn._text(
            '`network` must have finite parameters; ' ~ relation ~ ' diverged. Train it again from the start with a smaller learning_rate: dbt build --full-refresh --select '
            ~ name ~ '.'
        )) }}
    else true
end
{%- endmacro -%}

{# CTEs: `state`, every row of `network_rows`, and, if something was learned from the features when training started, `learned`,
   one row to read it from: it is the same in all rows. #}
{%- macro _every_state(network, network_rows) -%}
{{ dbt_nn._state(network, network_rows, every=true) }}
    {%- if network.learned -%}
,

learned as (

    {{ dbt_nn._newest_row(network_rows) | indent(4) }}

)
    {%- endif -%}
{%- endmacro -%}
