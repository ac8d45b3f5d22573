select
    id,
    {{ dbt_nn._hex_to_integer('digits') }} as number
from {{ ref('unit_texts') }}
