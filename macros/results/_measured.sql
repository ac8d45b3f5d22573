{# A query: the loss and the accuracy that each row of `network_rows` has on `data`, one row an iteration. #}
{%- macro _measured(network, network_rows, data) -%}
with

{{ dbt_nn._every_state(network, network_rows) }},

{{ dbt_nn.examples(network, data, state='learned') }},

{{ dbt_nn.forward_pass(network) }},

{{ dbt_nn.loss(network) }},

totals as (

    select
        iteration,
        count(*) as batch_size,
        count(example_loss) as num_complete,
        count(y_{{ network.classes | length - 1 }}) as num_labelled,
        avg(example_loss) as mean_loss,
        {{ dbt_nn._count_where('is_correct') }} / count(*) as accuracy
    from loss
    group by iteration

),

{#- Joined to the rows of the network, so that data without rows is noticed. #}

measures as (

    select
        state.iteration,
        coalesce(totals.batch_size, 0) as batch_size,
        totals.num_complete,
        totals.num_labelled,
        totals.accuracy,
        totals.mean_loss{{ dbt_nn._penalty(network) }} as batch_loss
    from state
    left join totals on state.iteration = totals.iteration

)

select
    iteration,
    accuracy,
    {{ dbt_nn._checked(dict(network, batch_size=none), 'batch_loss') | indent(4) }} as loss
from measures
{%- endmacro -%}
