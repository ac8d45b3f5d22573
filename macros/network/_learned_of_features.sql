{# CTEs down to `learned`, one row: what a network learns of its features when training begins. Means and standard deviations
   are those of the rows that are not missing; a column of one value alone has 1 for its deviation, as in scikit-learn's
   StandardScaler. Categories are the most frequent ones; of equals, the first in the order of their bytes. #}
{%- macro _learned_of_features(network, data) -%}
    {%- set string = dbt.type_string() | lower -%}
    {%- set categories = {} -%}
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
        case when min({{ x }}) < max({{ x }}) then stddev_pop({{ x }}) else 1.0 end as stddev_{{ number }},
            {%- endif %}
        {%- endfor %}
        count(*) as num_rows
    from {{ data }}

),
    {%- for feature in network.features if feature in network.categories -%}
        {%- set number = network.features.index(feature) -%}
        {%- set given = network.categories[feature] %}
        {%- if given is integer %}

categories_{{ number }} as (

    select
        category,
        row_number() over (order by count(*) desc, category) - 1 as place
    from (
        select cast({{ dbt_nn._quoted(feature) }} as {{ string }}) as category
        from {{ data }}
        where not {{ dbt_nn._is_missing(dbt_nn._quoted(feature)) }}
    ) as named
    group by category

),
        {%- endif -%}
        {%- for place in range(given if given is integer else given | length) -%}
            {%- do categories.update({
                'category_' ~ number ~ '_' ~ place: '(select category from categories_' ~ number ~ ' where place = ' ~ place ~ ')'
                if given is integer else dbt_nn._text(given[place])
            }) -%}
        {%- endfor -%}
    {%- endfor %}

learned as (

    select
        {%- for name in network.learned %}
        {{ categories[name] ~ ' as ' ~ name if name in categories else name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from statistics

)
{%- endmacro -%}
