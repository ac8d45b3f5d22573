with

roc as (

    {{ dbt_nn.roc_curve(network=ref('unit_state'), data=ref('unit_rows')) | indent(4) }}

)

select
    {{ rounded(['threshold', 'recall', 'false_positive_rate']) }},
    true_positives,
    false_positives,
    true_negatives,
    false_negatives
from roc
