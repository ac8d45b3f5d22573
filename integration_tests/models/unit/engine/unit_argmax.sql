select
    id,
    {{ dbt_nn._argmax(['x', 'y'], [0, 1]) }} as place_of_two,
    {{ dbt_nn._argmax(['x', 'y', 'z'], ["'x'", "'y'", "'z'"]) }} as name_of_three
from {{ ref('unit_numbers') }}
