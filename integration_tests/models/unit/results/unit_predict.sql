with

predictions as (

    {{ dbt_nn.predict(network=ref('unit_state'), data=ref('unit_rows')) | indent(4) }}

)

select
    id,
    y,
    {{ rounded(['probability_0', 'probability_1']) }},
    predicted_y
from predictions
