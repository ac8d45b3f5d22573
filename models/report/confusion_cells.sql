with

cells as (

    select
        expected_label,
        predicted_column,
        num_rows
    from {{ ref('confusion_matrix') }}
    unpivot (num_rows for predicted_column in (_0, _1))

)

select
    expected_label,
    cast(replace(predicted_column, '_', '') as {{ dbt.type_bigint() }}) as predicted_label,
    num_rows,
    num_rows / nullif(sum(num_rows) over (partition by expected_label), 0) as share_of_label
from cells
order by expected_label, predicted_label
