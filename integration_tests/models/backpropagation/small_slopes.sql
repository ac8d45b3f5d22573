{#- The slope of the loss along each parameter, twice: as back-propagation found it, and measured. -#}
{%- set before, after, data = ref('small_parameters'), ref('small_iteration_01'), ref('three_rows') -%}
{%- if execute -%}
{%- set network = dbt_nn._network(before) -%}
with

{# What the first step took off each parameter is the learning rate, times the slope. -#}
steps as (

    select
        parameter,
        step
    from (
        select
            {%- for parameter in network.parameters %}
            earlier.{{ parameter }} - later.{{ parameter }} as {{ parameter }}{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ before }} as earlier
        cross join {{ after }} as later
    ) as differences
    unpivot (step for parameter in ({{ network.parameters | join(', ') }}))

),

{# Two networks for each parameter: all is as before the step, but for that one. -#}
state as (
    {%- for parameter in network.parameters %}

    select
        '{{ parameter }}' as parameter,
        * replace ({{ parameter }} + moved as {{ parameter }})
    from {{ before }}
    cross join (select -0.001 as moved union all select 0.001) as moves
    {{- '\n\n    union all' if not loop.last }}
    {%- endfor %}

),

{{ dbt_nn.examples(network, data) }},

{{ dbt_nn.forward_pass(network) }},

{{ dbt_nn.loss(network) }},

losses as (

    select
        parameter,
        moved,
        avg(example_loss{{ dbt_nn._penalty_of_weights(network) }}) as mean_loss
    from loss
    group by parameter, moved

),

differences as (

    select
        parameter,
        sum(case when moved > 0 then mean_loss else -mean_loss end) / 0.002 as slope
    from losses
    group by parameter

)

select
    steps.parameter,
    steps.step / {{ network.learning_rate }} as back_propagated,
    differences.slope as finite_difference
from steps
inner join differences on differences.parameter = steps.parameter
{%- endif -%}
