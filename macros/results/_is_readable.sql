{# A condition that stops the query where it does not hold: the row `found` of the network in `relation` is there, is that of the
   network `described`, and has finite numbers. #}
{%- macro _is_readable(network, relation, iteration) -%}
    {%- set options = fromjson(network.fingerprint).keys() | list + ['categories', 'standardize', 'impute', 'initial_parameters'] -%}
    {%- set name = relation.identifier -%}
case
    when found.one is null
    {%- if iteration is none %}
        then {{ dbt_nn._raise_error(dbt_nn._text(
            "`network` must be a network's table with at least one row; " ~ relation ~ ' has none. Build it first: dbt build --select ' ~ name ~ '.'
        )) }}
    {%- else %}
        then {{ dbt_nn._raise_error('concat(' ~ [
            dbt_nn._text('`iteration` must be one that ' ~ relation ~ ' has a row of; received ' ~ iteration ~ '. The nearest before it: '),
            dbt_nn._or_none('(select max(iteration) from ' ~ relation ~ ' where iteration < ' ~ iteration ~ ')'),
            "', after it: '",
            dbt_nn._or_none('(select min(iteration) from ' ~ relation ~ ' where iteration > ' ~ iteration ~ ')'),
            "'.'",
        ] | join(', ') ~ ')') }}
    {%- endif %}
    when found.description is distinct from described.description
        then {{ dbt_nn._raise_error('concat(' ~ [
            dbt_nn._text('`network` must be the one that this query was written for; received another one in ' ~ relation ~ '.'),
            dbt_nn._json_differences('found.description', 'described.description', options | unique | list),
            dbt_nn._text(
                ' Describe the network as its rows do and build this query again, or train it anew: dbt build --full-refresh --select ' ~ name ~ '+.'
            ),
        ] | join(', ') ~ ')') | indent(8) }}
    when not {{ dbt_nn._all_finite(network.parameters) }}
        then {{ dbt_nn._raise_error(dbt_nn._text(
            '`network` must have finite parameters; ' ~ relation ~ ' diverged. Train it anew with a smaller learning_rate: dbt build --full-refresh --select '
            ~ name ~ '.'
        )) }}
    else true
end
{%- endmacro -%}
