with

points as (

    {% if var('num_test') -%}
    {{ dbt_nn.points(rows=var('num_test'), seed='test') | indent(4) }}
    {%- else -%}
    select * from {{ ref('points_test') }}
    {%- endif %}

)

select
    x1,
    x2,
    y
from points
