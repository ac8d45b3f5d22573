select * from {{ ref('stg_customers') }}
where mod(customer_id, 4) = 0
