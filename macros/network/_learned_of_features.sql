{# CTEs down to `learned`, one row: what a network learns of its features when training begins. Means and standard deviations
   are those of the rows that are not missing; a column of one value alone, but for rounding, has 1 for its deviation, as in
   scikit-learn's StandardScaler. Categories are the most frequent ones; of equals, the first in the order of their bytes. #}
{%- macro _learned_of_features(network, data) -%}
    {%- set types = dbt_nn._category_types(network, data) -%}
    {%- set relations = ['statistics'] -%}
statistics as (

    select
        {%- for feature in network.features -%}
            {%- set number = loop.index0 -%}
            {%- set x = 'cast(' ~ dbt_nn._quoted(feature) ~ ' as ' ~ dbt_nn._double_type() ~ ')' -%}
            {#- Where it is not imputed, a number that is NaN or infinite is refused. -#}
            {%- if (network.inputs | selectattr('feature', 'equalto', feature) | first).is_imputed -%}
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
        {%- set number = network.features.index(feature) -%}
        {%- set given = network.categories[feature] -%}
        {%- do relations.append('categories_' ~ number) %}

found_{{ number }} as (

    select
        category,
        row_number() over (order by count(*) desc, category) - 1 as place
    from (select {{ dbt_nn._comparable_text(dbt_nn._quoted(feature), types.get(feature)) }} as category from {{ data }}) as named
    where category is not null
    group by category

),

        {%- if given is integer %}

categories_{{ number }} as (

    select
            {%- for place in range(given) %}
        {{ dbt_nn._element_of('categories', place) }} as category_{{ number }}_{{ place }}{{ ',' if not loop.last }}
            {%- endfor %}
    from (select {{ dbt_nn._list_in_order('category', 'place') }} as categories from found_{{ number }} where place < {{ given }}) as listed

),
        {%- else %}

{{ dbt_nn._given_categories(number, feature, given, types.get(feature)) }},
        {%- endif -%}
    {%- endfor %}

learned as (

    select
        {{ network.learned | join(',\n        ') }}
    from {{ relations | join('\n    cross join ') }}

)
{%- endmacro -%}
