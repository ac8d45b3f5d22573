select
    'by default' as implementation,
    n
from {{ dbt_nn.default___sequence(3) }} as counted

union all

select
    'of this warehouse' as implementation,
    n
from {{ dbt_nn._sequence(3) }} as counted
