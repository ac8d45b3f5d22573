select * from {{ ref('stg_customers') }}
where customer_id % 4 <> 0
