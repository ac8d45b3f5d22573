with

grid as (

    {{ dbt_nn.decision_grid(network=ref('unit_state'), ranges=[[-2, 2], [0, 1]], cells=2) | indent(4) }}

)

select
    iteration,
    x1,
    x2,
    {{ rounded(['probability_0', 'probability_1']) }},
    predicted_y
from grid
