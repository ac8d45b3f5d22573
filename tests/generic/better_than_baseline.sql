{% test better_than_baseline(model, data, measure='accuracy', margin=0, network=none, iteration=none) %}

{%- if execute %}
    {%- do dbt_nn._check_call('better_than_baseline', {'data': data}, iteration) %}
    {%- do dbt_nn._check_baseline(model, measure, margin, network) %}
    {%- set network_rows = network or model %}
    {%- set is_accuracy = measure == 'accuracy' %}
    {#- The loss of a network that has learned the shares alone differs from the baseline by rounding. #}
    {%- set bound = '> baseline + ' ~ dbt_nn._number(margin) if is_accuracy else '< baseline - ' ~ dbt_nn._number(margin + 1e-9) %}
    {%- set words = measure ~ ' must be ' ~ ('> baseline' if is_accuracy else '< baseline') ~ ((' + ' if is_accuracy else ' - ') ~ margin if margin > 0 else '') %}

with

evaluated as (

    {{ dbt_nn.evaluate(network_rows, data, iteration) | indent(4) }}

),

shares as (

    select count(*) / sum(count(*)) over () as share
    from {{ data }}
    group by {{ dbt_nn._quoted(dbt_nn._network(network_rows).label) }}

),

{# The best that one answer to all rows can be: the commonest class, or the shares as probabilities. -#}
baselines as (

    select
        count(*) as num_classes,
        {{ 'max(share)' if is_accuracy else 'sum(-share * ln(share))' }} as baseline
    from shares

)

select
    {{ measure }},
    baseline,
    case
        when num_classes = 1
            then {{ dbt_nn._text(words ~ '; all rows of `data` are of one class, so that no network can be better: judge it on rows of several') }}
        else {{ dbt_nn._text(words ~ '; the baseline always gives ' ~ ('the commonest class' if is_accuracy else 'the shares of the classes')) }}
    end as fault
from evaluated
cross join baselines
where {{ dbt_nn._is_missed(measure, bound, is_evaluated=true) }}
{%- endif %}

{% endtest %}
