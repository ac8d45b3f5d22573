with

history as (

    select * from {{ ref('training_history') }}

)

select *
from history
where iteration = (select max(iteration) from history)
