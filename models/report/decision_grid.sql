with

grid as (

    {{ dbt_nn.decision_grid(network=ref('pictured_iterations')) | indent(4) }}

)

select
    iteration,
    x1,
    x2,
    probability_1
from grid
order by iteration, x1, x2
