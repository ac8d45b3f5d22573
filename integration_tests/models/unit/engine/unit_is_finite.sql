select
    id,
    {{ dbt_nn._is_finite('x') }} as is_finite,
    {{ dbt_nn.default___is_finite('x') }} as default_is_finite
from {{ ref('unit_numbers') }}
