{# Times 2^53 the number is a whole one, which can be written down. #}
select
    id,
    {{ dbt_nn._uniform('digits', 1) }} * 9007199254740992 as first_draw,
    {{ dbt_nn._uniform('digits', 14) }} * 9007199254740992 as second_draw
from {{ ref('unit_texts') }}
