select
    id,
    {{ dbt_nn._indicator('x > y') }} as indicator,
    {{ dbt_nn.default___indicator('x > y') }} as default_indicator
from {{ ref('unit_numbers') }}
