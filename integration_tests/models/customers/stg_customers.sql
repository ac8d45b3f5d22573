{# A network learns best from numbers around 0 and of similar size. The names are for people to read. #}
select
    customer_id,
    (orders - 10) / 6.0 as {{ adapter.quote('order') }},
    (days_since_last_order - 60) / 35.0 as {{ adapter.quote('days since last order') }},
    segment as {{ adapter.quote("customer's segment") }}
from {{ ref('customers') }}
