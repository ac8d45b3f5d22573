with

thresholds as (

    {{ dbt_nn.roc_curve(network=ref('trained_network'), data=ref('stg_points_test')) | indent(4) }}

),

steps as (

    select
        *,
        true_positives - lag(true_positives, 1, 0) over (order by threshold desc) as rise_before,
        false_positives - lag(false_positives, 1, 0) over (order by threshold desc) as run_before,
        lead(true_positives) over (order by threshold desc) - true_positives as rise_after,
        lead(false_positives) over (order by threshold desc) - false_positives as run_after
    from thresholds

)

-- The curve begins where no row is taken for positive, at a threshold that no probability reaches.
select
    cast(null as {{ dbt_nn._double_type() }}) as threshold,
    cast(0 as {{ dbt_nn._double_type() }}) as false_positive_rate,
    cast(0 as {{ dbt_nn._double_type() }}) as recall

union all

-- Where it goes straight on, no point is needed.
select
    threshold,
    false_positive_rate,
    recall
from steps
where rise_after is null or rise_before * run_after <> rise_after * run_before
order by false_positive_rate, recall
