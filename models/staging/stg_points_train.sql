select
    x1,
    x2,
    y,
    {{ dbt_nn.one_hot('y', [0, 1]) }}
from {{ ref('points_train') }}
