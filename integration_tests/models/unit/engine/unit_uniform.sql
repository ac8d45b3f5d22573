{# Times 2^53 it is a whole number, which can be written exactly. #}
select
    id,
    {{ dbt_nn._uniform('digits', 1) }} * 9007199254740992 as first_draw,
    {{ dbt_nn._uniform('digits', 14) }} * 9007199254740992 as second_draw
from {{ ref('unit_texts') }}
