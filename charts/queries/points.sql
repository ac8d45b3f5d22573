{#- Some of the rows, to be drawn over the grid. -#}
with

rows_of_classes as (

    select
        {%- for feature in description.features %}
        cast({{ dbt_nn._quoted(feature) }} as {{ dbt_nn._double_type() }}) as x{{ loop.index }},
        {%- endfor %}
        case {{ dbt_nn._quoted(description.label) }}
            {%- for class in description.classes %}
            when {{ dbt_nn._class_literal(class) }} then {{ loop.index0 }}
            {%- endfor %}
        end as class_number
    from {{ judged }}

),

numbered as (

    select
        *,
        row_number() over (order by x1, x2, class_number) as place,
        count(*) over () as num_points
    from rows_of_classes
    where
        {%- for low, high in ranges %}
        {{ 'and ' if not loop.first }}x{{ loop.index }} between {{ dbt_nn._number(low) }} and {{ dbt_nn._number(high) }}
        {%- endfor %}

)

select
    x1,
    x2,
    class_number
from numbered
where floor(150 * place / num_points) > floor(150 * (place - 1) / num_points)
order by place
