{%- set pictured = network.include(database=false, schema=false).incorporate(type='cte') -%}
{%- set added = dbt_nn._added_columns(description) -%}
with

{{ pictured }} as (

    select * from {{ network }}
    where iteration in ({{ iterations | join(', ') }})

),

grid as (

    {{ dbt_nn.decision_grid(pictured, ranges, cells) | indent(4) }}

)

select
    iteration,
    dense_rank() over (order by {{ dbt_nn._quoted(description.features[0]) }}) - 1 as grid_column,
    dense_rank() over (order by {{ dbt_nn._quoted(description.features[1]) }}) - 1 as grid_row,
    case {{ dbt_nn._quoted(added[-1]) }}
        {%- for class in description.classes %}
        when {{ dbt_nn._class_literal(class) }} then {{ loop.index0 }}
        {%- endfor %}
    end as class_number,
    round(case {{ dbt_nn._quoted(added[-1]) }}
        {%- for class in description.classes %}
        when {{ dbt_nn._class_literal(class) }} then {{ dbt_nn._quoted(added[loop.index0]) }}
        {%- endfor %}
    end, 3) as probability
from grid
order by iteration, grid_column, grid_row
