{# Refuses an `iteration` that the network in `relation` has no row of. #}
{%- macro _check_iteration(relation, iteration) -%}
    {%- set found = run_query(
        'select count(case when iteration = ' ~ iteration ~ ' then 1 end), max(case when iteration < ' ~ iteration
        ~ ' then iteration end), min(case when iteration > ' ~ iteration ~ ' then iteration end) from ' ~ relation
    ).rows[0] -%}
    {%- if found[0] == 0 -%}
        {%- do dbt_nn._refuse(
            'iteration', 'one that ' ~ relation ~ ' has a row of', iteration,
            'The nearest: ' ~ (found.values()[1:] | reject('none') | map('int') | join(' and ')) ~ '. Leave it out for the newest.'
        ) -%}
    {%- endif -%}
{%- endmacro -%}
