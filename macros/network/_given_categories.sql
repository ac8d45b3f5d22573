{# The CTE `categories_<number>`, one row: the categories `given` of a feature, as values of the type that its column has. One that
   can be none, and a list that no row matches, stop the query. `type` is the name of that type, where it is known. #}
{%- macro _given_categories(number, feature, given, type=none) -%}
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
    {%- for value in given %}
        {{ names[loop.index0] }}{{ ',' if not loop.last }}
    {%- endfor %}
    from given_{{ number }}
    cross join matches_{{ number }}
    {%- if not dbt_nn._is_empty() %}
        {%- set begin = dbt_nn._text('`categories` must be values that their columns have, `' ~ feature ~ '` of the type ') %}
    where
        case
        {%- for value in given %}
            {%- if values[loop.index0] != dbt_nn._text(dbt_nn._category_text(value)) %}
            when {{ names[loop.index0] }} is null
                then {{ dbt_nn._raise_error(
                    'concat(' ~ begin ~ ', type_' ~ number ~ ', ' ~ dbt_nn._text("; received '" ~ value ~ "'. Write it as the column has it.") ~ ')'
                ) }}
            {%- endif %}
        {%- endfor %}
            when num_matches = 0 and num_rows > 0
                then {{ dbt_nn._raise_error(
                    'concat(' ~ begin ~ ", coalesce(type_" ~ number ~ ", 'unknown'), "
                    ~ dbt_nn._text('; received ' ~ given ~ ', which no row has. ' ~ (dbt_nn._as_texts(given) ~ ' ').lstrip() ~ 'Write them as the column has them, or how many to learn.') ~ ')'
                ) }}
            else true
        end
    {%- endif %}

)
{%- endmacro -%}
