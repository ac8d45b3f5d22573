{% macro feature_importance(network, data, repeats=5, scoring='accuracy', iteration=none) %}
    {%- do dbt_nn._check_call('feature_importance', {'network': network, 'data': data}, iteration) -%}
    {%- do dbt_nn._check_whole_number('repeats', repeats, 'It is how many times each feature is shuffled.') -%}
    {%- if dbt_nn._is_known(scoring) and scoring not in ['accuracy', 'neg_log_loss'] -%}
        {%- do dbt_nn._refuse('scoring', 'one of accuracy, neg_log_loss', scoring, 'Leave it out for accuracy.') -%}
    {%- endif -%}
    {%- if not execute -%}
        {%- do dbt_nn._check_data_in_hook() -%}
        {{ return('') }}
    {%- endif -%}
    {%- set network_rows, network = network, dbt_nn._network(network) -%}
    {%- do dbt_nn._check_columns(network, data) -%}
    {%- do dbt_nn._check_rows(network, data) -%}
    {%- set columns = dbt_nn._input_columns(network) -%}
    {%- set labels = dbt_nn._numbered('y_', network.classes) -%}
    {%- call dbt_nn._composable() -%}
with

{{ dbt_nn._state(network, network_rows, iteration) }},

{{ dbt_nn._hashed_examples(network, data) }},

{# In each repeat the rows are in another pseudo-random order. -#}
orders as (

    select
        copies.*,
        repeats.n as repeat_number,
        row_number() over (partition by repeats.n order by {{ dbt_nn._hash_of(['copy_digest', 'repeats.n']) }}) as place,
        count(*) over (partition by repeats.n) as num_rows
    from copies
    cross join {{ dbt_nn._sequence(repeats) }} as repeats

),

{# A feature is shuffled by giving every row that of the row after it, with all of its inputs at once; the last number
   shuffles no feature. -#}
examples as (

    select
        own.repeat_number,
        features.n as feature_number,
        {%- for column in columns %}
        case when features.n = {{ network.features.index(column.feature) }} then other.{{ column.name }} else own.{{ column.name }} end as {{ column.name }},
        {%- endfor %}
        {%- for label in labels %}
        own.{{ label }}{{ ',' if not loop.last }}
        {%- endfor %}
    from orders as own
    inner join orders as other
        on
            own.repeat_number = other.repeat_number
            and mod(own.place, own.num_rows) + 1 = other.place
    cross join {{ dbt_nn._sequence(network.features | length + 1) }} as features

),

{{ dbt_nn.forward_pass(network) }},

{{ dbt_nn.loss(network) }},

sums as (

    select
        repeat_number,
        feature_number,
        0 as iteration,
        count(*) as num_read,
        count(example_loss) as num_complete,
        count({{ labels[-1] }}) as num_labelled,
        avg(example_loss) as batch_loss,
        {{ dbt_nn._count_where('is_correct') ~ ' / count(*)' if scoring == 'accuracy' else 'avg(-example_loss)' }} as mean_score
    from loss
    group by repeat_number, feature_number

),

scores as (

    select
        repeat_number,
        feature_number,
        {{ dbt_nn._or_data_error(network, 'mean_score') | indent(8) }} as score
    from sums

),

importances as (

    select
        shuffled.feature_number,
        untouched.score - shuffled.score as importance
    from scores as shuffled
    inner join scores as untouched on shuffled.repeat_number = untouched.repeat_number
    where
        shuffled.feature_number < {{ network.features | length }}
        and untouched.feature_number = {{ network.features | length }}

)

select
    {{ dbt_nn._choose('feature_number', dbt_nn._texts(network.features)) }} as feature,
    avg(importance) as importances_mean,
    stddev_pop(importance) as importances_std
from importances
group by feature_number
order by importances_mean desc, feature_number
    {%- endcall -%}
{%- endmacro %}
