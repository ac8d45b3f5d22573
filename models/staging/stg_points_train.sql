select
    x1,
    x2,
    y
from {{ ref('points_train') }}
