with

train as (

    {{ dbt_nn.evaluate(network=ref('trained_network'), data=ref('stg_points_train')) | indent(4) }}

),

test as (

    {{ dbt_nn.evaluate(network=ref('trained_network'), data=ref('stg_points_test')) | indent(4) }}

)

select
    'train' as dataset,
    *
from train

union all

select
    'test' as dataset,
    *
from test
