{# CTEs down to `learned`, one row: what a network learns from its features when training starts. Means and standard deviations
   are those of the values that are not missing; the deviation of a column that is constant but for rounding is 1, as in
   scikit-learn's StandardScaler. Categories are the most frequent ones; of equally frequent ones, the first in byte order. #}
{%- macro _learned_of_features(network, data) -%}
    {%- set types = dbt_nn._category_types(network, data) -%}
    {%- set relations = ['statistics'] -%}
statistics as (

    select
        {%- for feature in network.features -%}
            {%- set number = loop.index0 -%}
            {%- set x = 'cast(' ~ dbt_nn._quoted(feature) ~ ' as ' ~ dbt_nn._double_type() ~ ')' -%}
            {#- If the feature is not imputed, NaN and infinity are refused. -#}
            {%- if dbt_nn._is_imputed(network, feature) -%}
                {%- set x = 'case when ' ~ dbt_nn._is_finite(x) ~ ' then ' ~ x ~ ' end' -%}
            {%- endif -%}
            {%- if 'mean_' ~ number in network.learned %}
        avg({{ x }}) as mean_{{ number }},
            {%- endif %}
            {%- if 'stddev_' ~ number in network.learned %}
        {{ dbt_nn._deviation(x) }} as stddev_{{ number }},
            {%- endif %}
            {%- if 'type_' ~ number in network.learned %}
        max({{ dbt_nn._type_of(dbt_nn._quoted(feature), types.get(feature)) }}) as type_{{ number }},
            {%- endif %}
        {%- endfor %}
        count(*) as num_rows
    from {{ data }}

),
    {%- for feature in network.features if feature in network.categories -%}
        {%- do relations.append(dbt_nn._namesake('categories_' ~ network.features.index(feature))) %}

{{ dbt_nn._categories_of(network, feature, data, types.get(feature)) }},

    {%- endfor %}

learned as (

    select
        {{ network.learned | join(',\n        ') }}
    from {{ relations | join('\n    cross join ') }}

)
{%- endmacro -%}

{# CTEs down to `categories_<number>`, one row: the categories that a network learns of a feature, in a column each or in one list. `type` is the
   name of its type, if it is known. #}
{%- macro _categories_of(network, feature, data, type=none) -%}
    {%- set number = network.features.index(feature) -%}
    {%- set given = network.categories[feature] -%}
    {%- set in_list = dbt_nn._is_looked_up(network, feature) -%}
found_{{ number }} as (

    select
        category,
        row_number() over (order by count(*) desc, category) - 1 as place
    from (select {{ dbt_nn._comparable_text(dbt_nn._quoted(feature), type) }} as category from {{ data }}) as named
    where category is not null
    group by category

),

    {%- if given is not integer and given is not string %}

{{ dbt_nn._given_categories(number, feature, given, type, in_list) }}
    {%- elif in_list %}

categories_{{ number }} as (

    select {{ dbt_nn._texts_in_order('found.category', 'places.n') }} as categories_{{ number }}
    from {{ dbt_nn._sequence(dbt_nn._num_categories(network, feature)) }} as places
    left join found_{{ number }} as found on places.n = found.place

)
    {%- else %}

categories_{{ number }} as (

    select
        {%- for place in range(given) %}
        {{ dbt_nn._element_of('categories', place) }} as category_{{ number }}_{{ place }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (select {{ dbt_nn._list_in_order('category', 'place') }} as categories from found_{{ number }} where place < {{ given }}) as listed

)
    {%- endif -%}
{%- endmacro -%}

{# The CTE `categories_<number>`, one row: the categories `given` for a feature, as values of its column's type. A category that the
   column cannot have, or a list that no row matches, stops the query. `type` is the name of that type, if it is known. A column for each, or
   one list: `in_list`. #}
{%- macro _given_categories(number, feature, given, type=none, in_list=false) -%}
    {%- set names = [] -%}
    {%- set values = [] -%}
    {%- for value in given -%}
        {%- do names.append('category_' ~ number ~ '_' ~ loop.index0) -%}
        {%- do values.append(dbt_nn._text_as(dbt_nn._text(dbt_nn._category_text(value)), 'type_' ~ number, type)) -%}
    {%- endfor -%}
given_{{ number }} as (

    select
        num_rows,
        type_{{ number }},
    {%- for value in values %}
        {{ value }} as {{ names[loop.index0] }}{{ ',' if not loop.last }}
    {%- endfor %}
    from statistics

),

matches_{{ number }} as (

    select count(*) as num_matches
    from found_{{ number }}
    cross join given_{{ number }}
    where category in ({{ names | join(', ') }})

),

categories_{{ number }} as (

    select
        {%- if in_list %}
        {{ dbt_nn._list_of_texts(names) }} as categories_{{ number }}
        {%- else %}
        {{ names | join(',\n        ') }}
        {%- endif %}
    from given_{{ number }}
    cross join matches_{{ number }}
    {%- if not dbt_nn._is_empty() %}
        {%- set begin = dbt_nn._text('`categories` must be values that occur in their columns, in `' ~ feature ~ '` values of type ') %}
    where
        case
        {%- for value in given %}
            {%- if values[loop.index0] != dbt_nn._text(dbt_nn._category_text(value)) %}
            when {{ names[loop.index0] }} is null
                then {{ dbt_nn._raise_error(
                    'concat(' ~ begin ~ ', type_' ~ number ~ ', ' ~ dbt_nn._text("; received '" ~ value ~ "'. Write it as in the column.") ~ ')'
                ) }}
            {%- endif %}
        {%- endfor %}
            when num_matches = 0 and num_rows > 0
                then {{ dbt_nn._raise_error(
                    'concat(' ~ begin ~ ", coalesce(type_" ~ number ~ ", 'unknown'), "
                    ~ dbt_nn._text('; received ' ~ given ~ ', which no row has. ' ~ (dbt_nn._as_texts(given) ~ ' ').lstrip() ~ 'Write them as in the column, or the number of categories to learn.') ~ ')'
                ) }}
            else true
        end
    {%- endif %}

)
{%- endmacro -%}

{# A category of a description (a string, a number or a boolean) as text. #}
{%- macro _category_text(value) -%}
    {{ return((value | string | lower) if value is boolean else value | string) }}
{%- endmacro -%}

{# Warns of features with fewer categories in `data` than the network has inputs for. Data that is not built cannot be read. #}
{%- macro _warn_of_categories(network, data) -%}
    {%- if network.categories and not dbt_nn._is_empty() and not dbt_nn._only_compiles() and not model.compiled_code and dbt_nn._preamble(data) is not none -%}
        {%- set types = dbt_nn._category_types(network, data) -%}
        {%- set counts, asked_of = [], [] -%}
        {%- for feature, given in network.categories.items() if given != 'all' -%}
            {%- do asked_of.append(feature) -%}
            {%- set text = dbt_nn._comparable_text(dbt_nn._quoted(feature), types[feature]) -%}
            {%- set values = [] -%}
            {%- for value in (given if given is not integer else []) -%}
                {%- do values.append(dbt_nn._text_as(dbt_nn._text(dbt_nn._category_text(value)), dbt_nn._text(types[feature]), types[feature])) -%}
            {%- endfor -%}
            {%- do counts.append(
                'select ' ~ loop.index0 ~ ' as feature, count(distinct ' ~ text ~ ') as num_found from ' ~ data
                ~ (' where ' ~ text ~ ' in (' ~ values | join(', ') ~ ')' if values else '')
            ) -%}
        {%- endfor -%}
        {%- for row in (run_query(counts | join('\nunion all\n') ~ '\norder by feature').rows if counts else []) -%}
            {%- set feature = asked_of[row[0] | int] -%}
            {%- set given = network.categories[feature] -%}
            {%- set asked = given if given is integer else given | length -%}
            {%- if 0 < row[1] | int < asked -%}
                {%- do exceptions.warn(
                    '`categories` asks for ' ~ asked ~ ' categories of `' ~ feature ~ '`, but ' ~ data ~ ' has ' ~ (row[1] | int)
                    ~ ('' if given is integer else ' of those listed') ~ ': ' ~ (asked - row[1] | int) ~ ' of the inputs stay 0. '
                    ~ ('Write `' ~ feature ~ ': ' ~ (row[1] | int) ~ '`.' if given is integer else 'Compare the list with the column.')
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{# The network with the number of categories of each feature of which it learns all, as training begins: those in `data`. #}
{%- macro _counted(network, data) -%}
    {%- set counts = {} -%}
    {%- for feature, given in network.categories.items() if given == 'all' and not dbt_nn._is_empty() -%}
        {%- set preamble = dbt_nn._preamble(data) -%}
        {%- if preamble is none and dbt_nn._only_compiles() -%}
            {{ return(network) }}
        {%- elif preamble is none -%}
            {%- do dbt_nn._refuse(
                'categories', 'a number or a list of categories where the data cannot be read before the query is written', feature ~ ': all',
                'Materialize ' ~ data.render() ~ ' as a table or a view, or write how many categories to learn.'
            ) -%}
        {%- endif -%}
        {%- set text = dbt_nn._comparable_text(dbt_nn._quoted(feature), dbt_nn._category_types(network, data)[feature]) -%}
        {%- do counts.update({feature: run_query(preamble ~ 'select count(distinct ' ~ text ~ ') from ' ~ data).rows[0][0] | int}) -%}
    {%- endfor -%}
    {{ return(dbt_nn._with_counts(network, counts) if counts else network) }}
{%- endmacro -%}

{# The standard deviation of the doubles `x`, an aggregate; 1 if it is no larger than the rounding errors of a constant column.
   scikit-learn has the same condition, for the variance v of n values with the mean m: v <= n * e * v + (n * m * e)^2, e = 2^-52. #}
{%- macro _deviation(x) -%}
    {%- set rounding = 'count(' ~ x ~ ') * 2.220446049250313e-16' -%}
    {{ return(
        'case when stddev_pop(' ~ x ~ ') * sqrt(1 - ' ~ rounding ~ ') > ' ~ rounding ~ ' * abs(avg(' ~ x ~ ')) then stddev_pop(' ~ x ~ ') else 1.0 end'
    ) }}
{%- endmacro -%}
