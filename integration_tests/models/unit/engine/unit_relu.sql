select
    id,
    {{ dbt_nn._relu('x') }} as relu,
    {{ dbt_nn.default___relu('x') }} as default_relu
from {{ ref('unit_numbers') }}
