select
    id,
    {{ dbt_nn._maximum(['x', 'y']) }} as largest_of_two,
    {{ dbt_nn._maximum(['x', 'y', 'z']) }} as largest_of_three,
    {{ dbt_nn.default___maximum(['x', 'y']) }} as default_largest_of_two
from {{ ref('unit_numbers') }}
