with

points as (

    {% if var('num_train') -%}
    {{ dbt_nn.points(rows=var('num_train'), seed='train') | indent(4) }}
    {%- else -%}
    select * from {{ ref('points_train') }}
    {%- endif %}

)

select
    x1,
    x2,
    y
from points
