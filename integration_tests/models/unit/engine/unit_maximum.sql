select
    id,
    {{ dbt_nn._maximum(['x', 'y']) }} as largest_of_two,
    {{ dbt_nn._maximum(['x', 'y', 'z']) }} as largest_of_three
from {{ ref('unit_numbers') }}
