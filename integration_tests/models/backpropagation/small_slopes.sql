{#- The slope of the loss along each parameter, measured: the loss a little below and a little above, and their difference. -#}
{%- set network = dbt_nn._network() -%}
with

{# Two networks for each parameter: all is as in small_parameters, but for that one. -#}
state as (
    {%- for parameter in network.parameters %}

    select
        '{{ parameter }}' as parameter,
        moved,
        * replace ({{ parameter }} + moved as {{ parameter }})
    from {{ ref('small_parameters') }}
    cross join (select -0.001 as moved union all select 0.001 as moved) as moves
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

{{ dbt_nn.examples(network, ref('three_rows')) }},

{{ dbt_nn.forward_pass(network) }},

{{ dbt_nn.loss(network) }},

losses as (

    select
        parameter,
        moved,
        avg(example_loss{{ dbt_nn._penalty(network) }}) as mean_loss
    from loss
    group by parameter, moved

)

select
    parameter,
    sum(case when moved > 0 then mean_loss else -mean_loss end) / 0.002 as slope
from losses
group by parameter
