{% macro roc_curve(network, data, positive_class=none, iteration=none) %}
    {%- do dbt_nn._check_call('roc_curve', {'network': network, 'data': data}, iteration) -%}
    {%- if not execute -%}
        {%- do dbt_nn._check_data_in_hook() -%}
        {{ return('') }}
    {%- endif -%}
    {%- set network_rows, network = network, dbt_nn._network(network) -%}
    {%- do dbt_nn._check_columns(network, data) -%}
    {%- do dbt_nn._check_rows(network, data) -%}
    {%- set class = network.classes[-1] if positive_class is none else positive_class -%}
    {%- if class not in network.classes -%}
        {%- do dbt_nn._refuse(
            'positive_class', 'one of ' ~ network.classes, class, 'Leave it out for the last one.'
        ) -%}
    {%- endif -%}
    {%- set number = network.classes.index(class) -%}
    {%- call dbt_nn._composable() -%}
with

{{ dbt_nn._scored(network, network_rows, data, iteration) }},

thresholds as (

    select
        probs_{{ number }} as threshold,
        sum({{ dbt_nn._indicator('expected = ' ~ number) }}) as positives,
        sum({{ dbt_nn._indicator('expected <> ' ~ number) }}) as negatives
    from scored
    group by probs_{{ number }}

),

cumulated as (

    select
        threshold,
        sum(positives) over (order by threshold desc) as true_positives,
        sum(negatives) over (order by threshold desc) as false_positives,
        sum(positives) over () as all_positives,
        sum(negatives) over () as all_negatives
    from thresholds

)

select
    threshold,
    true_positives / nullif(all_positives, 0) as recall,
    false_positives / nullif(all_negatives, 0) as false_positive_rate,
    {%- for name, value in {
        'true_positives': 'true_positives',
        'false_positives': 'false_positives',
        'true_negatives': 'all_negatives - false_positives',
        'false_negatives': 'all_positives - true_positives',
    }.items() %}
    cast({{ value }} as {{ dbt.type_bigint() }}) as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from cumulated
order by threshold desc
    {%- endcall -%}
{%- endmacro %}
