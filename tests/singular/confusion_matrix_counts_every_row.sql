{{ config(enabled=(project_name == 'dbt_nn')) }}

with

counted as (

    select sum(_0 + _1) as num_rows
    from {{ ref('confusion_matrix') }}

),

expected as (

    select count(*) as num_rows
    from {{ ref('stg_points_test') }}

)

select
    counted.num_rows as counted,
    expected.num_rows as expected
from counted
cross join expected
where coalesce(counted.num_rows, 0) <> expected.num_rows
