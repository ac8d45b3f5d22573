select
    id,
    {{ dbt_nn._rounded('x') }} as rounded
from {{ ref('unit_numbers') }}
