{% macro evaluate(network, data, iteration=none) %}
    {%- do dbt_nn._check_call('evaluate', {'network': network, 'data': data}, iteration) -%}
    {%- if not execute -%}
        {%- do dbt_nn._check_data_in_hook() -%}
        {{ return('') }}
    {%- endif -%}
    {%- set network_rows, network = network, dbt_nn._network(network) -%}
    {%- do dbt_nn._check_columns(network, data) -%}
    {%- do dbt_nn._check_rows(network, data) -%}
    {%- set count = network.classes | length -%}
    {#- Of two classes the last is the positive one; of more, each is it in turn, and the measures are averaged. -#}
    {%- set positives = [1] if count == 2 else range(count) | list -%}
    {%- call dbt_nn._composable() -%}
with

{{ dbt_nn._scored(network, network_rows, data, iteration) }},

ranked as (

    {# The rank of ties is the mean of theirs: the area under the ROC curve is then Mann and Whitney's U. Ties are counted by a
       range, because BigQuery cannot partition by a FLOAT64, and so that one sort serves both. -#}
    select
        *,
        {%- for class in positives %}
        rank() over (order by probs_{{ class }}) as rank_{{ class }},
        count(*) over (order by probs_{{ class }} range between current row and current row) as equals_{{ class }}{{ ',' if not loop.last }}
        {%- endfor %}
    from scored

),

counts as (

    select
        0 as iteration,
        count(*) as num_read,
        count(example_loss) as num_complete,
        count(y_{{ count - 1 }}) as num_labelled,
        avg(example_loss) as batch_loss,
        {{ dbt_nn._count_where('is_correct') }} / nullif(count(*), 0) as accuracy,
        {%- for class in positives %}
        sum(y_{{ class }}) as positives_{{ class }},
        sum({{ dbt_nn._indicator('predicted = ' ~ class) }}) as predicted_{{ class }},
        sum({{ dbt_nn._indicator('predicted = ' ~ class) }} * y_{{ class }}) as hits_{{ class }},
        sum((rank_{{ class }} + (equals_{{ class }} - 1) / 2.0) * y_{{ class }}) as rank_sum_{{ class }}{{ ',' if not loop.last }}
        {%- endfor %}
    from ranked

),

measures as (

    select
        *,
        {%- for class in positives %}
        coalesce(hits_{{ class }} / nullif(predicted_{{ class }}, 0), 0) as precision_{{ class }},
        coalesce(hits_{{ class }} / nullif(positives_{{ class }}, 0), 0) as recall_{{ class }},
        coalesce(2 * hits_{{ class }} / nullif(predicted_{{ class }} + positives_{{ class }}, 0), 0) as f1_{{ class }},
        (rank_sum_{{ class }} - positives_{{ class }} * (positives_{{ class }} + 1) / 2) / nullif(positives_{{ class }} * (num_read - positives_{{ class }}), 0) as auc_{{ class }}{{ ',' if not loop.last }}
        {%- endfor %}
    from counts

)

select
    {%- for name, expression in dbt_nn._measures(positives).items() %}
    {{ dbt_nn._or_data_error(network, expression) | indent(4) if name == 'log_loss' else expression }} as {{ dbt_nn._quoted(name) }}{{ ',' if not loop.last }}
    {%- endfor %}
from measures
    {%- endcall -%}
{%- endmacro %}

{# The body of a test that compares a measure with `value`: the rows that fail, or one row if there is nothing to compare. With
   `data`, the network `relation` is evaluated on it; in a table of iterations the newest one counts, or `iteration`; in any other
   table every row must pass. #}
{%- macro _measure_fails(relation, measure, data, iteration, operator, value) -%}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set columns = dbt_nn._tested_columns(relation) if data is none else none -%}
    {%- if data is not none -%}
        {%- do dbt_nn._check_no_where() -%}
    {%- endif -%}
    {%- do dbt_nn._check_measure(measure, columns) -%}
    {%- if not dbt_nn._is_number(value) -%}
        {%- do dbt_nn._refuse('value', 'a number', value, 'It is what the ' ~ measure ~ ' is compared with.') -%}
    {%- endif -%}
    {%- do dbt_nn._check_call('evaluate', {}, iteration) -%}
    {%- set has_iterations = columns is not none and 'iteration' in columns -%}
    {%- if iteration is not none and columns is not none and not has_iterations -%}
        {%- do dbt_nn._refuse(
            'iteration', 'left out where the tested table has no column `iteration`', iteration, 'Every row of it must pass.'
        ) -%}
    {%- endif -%}
    {%- set column = 'loss' if measure == 'log_loss' and data is none and 'log_loss' not in (columns or []) else measure -%}
with

measured as (

    {% if data is not none -%}
    {{ dbt_nn.evaluate(relation, data, iteration) | indent(4) }}
    {%- elif has_iterations and iteration is none and relation is not string -%}
    {{ dbt_nn._newest_row(relation) | indent(4) }}
    {%- else -%}
    select *
    from {{ relation }}
        {%- if iteration is not none %}
    where iteration = {{ iteration }}
        {%- endif %}
    {%- endif %}

)

select
    {{ dbt_nn._quoted(column) }},
    {{ dbt_nn._missed(column, operator ~ ' ' ~ value) }} as fault
from measured
where {{ dbt_nn._is_missed(column, operator ~ ' ' ~ dbt_nn._number(value), is_evaluated=data is not none) }}
    {%- if not dbt_nn._is_empty() %}

union all

select
    max({{ dbt_nn._quoted(column) }}) as {{ dbt_nn._quoted(column) }},
    {{ dbt_nn._text('there are no rows' ~ (' of iteration ' ~ iteration if iteration is not none else '') ~ ': build the network first') }} as fault
from measured
having count(*) = 0
    {%- endif %}
{%- endmacro -%}
