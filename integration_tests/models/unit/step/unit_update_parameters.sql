{%- set network = dbt_nn._resolve(var('unit_network')) -%}
with

gradients as (

    select * from {{ ref('unit_gradients') }}

),

{{ dbt_nn.update_parameters(network) }}

select
    trained_at,
    training_run,
    iteration,
    num_examples,
    {{ rounded(['loss', 'accuracy', 'learning_rate'] + network.parameters) }},
    description
from update
