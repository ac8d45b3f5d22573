with

curve as (

    {{ dbt_nn.learning_curve(network=ref('unit_state'), data=ref('unit_rows'), eval_data=ref('unit_rows_later')) | indent(4) }}

)

select
    iteration,
    {{ rounded(['loss', 'eval_loss', 'accuracy', 'eval_accuracy']) }}
from curve
