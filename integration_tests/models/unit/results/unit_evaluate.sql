with

evaluation as (

    {{ dbt_nn.evaluate(network=ref('unit_state'), data=ref('unit_rows')) | indent(4) }}

)

select
    {{ rounded([dbt_nn._quoted('precision'), dbt_nn._quoted('recall'), 'accuracy', 'f1_score', 'log_loss', 'roc_auc']) }}
from evaluation
