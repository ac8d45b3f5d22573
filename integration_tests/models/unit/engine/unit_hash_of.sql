{# The hash of a text, a whole number and an expression. #}
select
    id,
    {{ dbt_nn._hash_of(["'42'", 'id', 'id + 1']) }} as hash
from {{ ref('unit_numbers') }}
