select
    id,
    {{ dbt_nn._rounded(dbt_nn._standard_normal('digits')) }} + 0 as draw,
    {{ dbt_nn._rounded(dbt_nn._standard_normal('digits', wave='sin')) }} + 0 as other_draw
from {{ ref('unit_texts') }}
