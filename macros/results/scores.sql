{# CTEs down to `scored`: one row per example of `data`, with the results of the network in `network_rows`. `expected` and
   `predicted` are the numbers of the classes. #}
{%- macro _scored(network, network_rows, data, iteration) -%}
    {%- set scores = network.layers[-1].outputs -%}
    {%- set numbers = range(scores | length) | list -%}
{{ dbt_nn._state(network, network_rows, iteration) }},

{{ dbt_nn.examples(network, data) }},

{{ dbt_nn.forward_pass(network) }},

{{ dbt_nn.loss(network) }},

scored as (

    select
        *,
        case
            when y_{{ scores | length - 1 }} is null
                then {{ dbt_nn._data_error(['`' ~ network.label ~ '` must be one of ' ~ network.classes
                    ~ ' in every row; received another value or NULL. The test examples_are_valid names the rows.']) }}
            when not {{ dbt_nn._is_finite('example_loss') }}
                then {{ dbt_nn._data_error(['`features` must be finite numbers in every row; received NULL, NaN, an infinity or'
                    ~ ' numbers too large to multiply. The test examples_are_valid names the rows.']) }}
            {%- for number in numbers %}
            when y_{{ number }} = 1 then {{ number }}
            {%- endfor %}
        end as expected,
        {{ dbt_nn._head(network, numbers).likeliest }} as predicted
    from loss

)
{%- endmacro -%}

{# A query for the loss and the accuracy of each row of `network_rows` on `data`, one row per iteration. #}
{%- macro _measured(network, network_rows, data) -%}
with

{{ dbt_nn._every_state(network, network_rows) }},

{{ dbt_nn.examples(network, data, state='learned') }},

{{ dbt_nn.forward_pass(network) }},

{{ dbt_nn.loss(network) }},

totals as (

    select
        iteration,
        count(*) as num_read,
        count(example_loss) as num_complete,
        count(y_{{ network.classes | length - 1 }}) as num_labelled,
        avg(example_loss) as mean_loss,
        {{ dbt_nn._count_where('is_correct') }} / count(*) as accuracy
    from loss
    group by iteration

),

{#- Joined to the rows of the network, so that data without rows is refused. #}

measures as (

    select
        state.iteration,
        coalesce(totals.num_read, 0) as num_read,
        totals.num_complete,
        totals.num_labelled,
        totals.accuracy,
        totals.mean_loss{{ dbt_nn._penalty_of_weights(network) }} as batch_loss
    from state
    left join totals on state.iteration = totals.iteration

)

select
    iteration,
    accuracy,
    {{ dbt_nn._or_data_error(network, 'batch_loss') | indent(4) }} as loss
from measures
{%- endmacro -%}

{# The measures of an evaluation in the order of its columns, as SQL expressions over its CTE `measures`. `positives` are the numbers
   of the classes that are the positive one in turn. #}
{%- macro _measures(positives=[1]) -%}
    {{ return({
        'precision': dbt_nn._mean_of('precision_', positives),
        'recall': dbt_nn._mean_of('recall_', positives),
        'accuracy': 'accuracy',
        'f1_score': dbt_nn._mean_of('f1_', positives),
        'log_loss': 'batch_loss',
        'roc_auc': dbt_nn._mean_of('auc_', positives),
    }) }}
{%- endmacro -%}

{# The mean of the columns `prefix` + number, for the numbers given. #}
{%- macro _mean_of(prefix, numbers) -%}
    {%- set names = [] -%}
    {%- for number in numbers -%}
        {%- do names.append(prefix ~ number) -%}
    {%- endfor -%}
    {{ return(names[0] if names | length == 1 else '(' ~ dbt_nn._sum_of(names) ~ ') / ' ~ names | length) }}
{%- endmacro -%}
