{{ config(materialized='table') }}

{%- set text = dbt.type_string() %}

with flights as (
    select
        concat(
            carrier, cast(flight as {{ text }}), ' ', origin, ' ', cast(month as {{ text }}), '-', cast(day as {{ text }})
        ) as flight_id,
        month,
        day,
        hour,
        sched_dep_time,
        distance,
        carrier,
        origin,
        case when arr_delay > 15 then 'late' else 'on time' end as arrives
    from {{ source('packages', 'flights') }}
    where arr_delay is not null
)

select
    *,
    {{ dbt_nn.data_split(['flight_id']) }} as dataset
from flights
where {{ dbt_nn.data_split(['flight_id'], test_fraction=0.05, seed=1) }} = 'test'
