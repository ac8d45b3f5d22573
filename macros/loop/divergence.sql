{# A condition: the row of the CTE `update` is finite, its loss and all of its parameters. #}
{%- macro _is_finite_step(network) -%}
    {{ return(dbt_nn._all_finite(['loss'] + dbt_nn._summands(network))) }}
{%- endmacro -%}

{# The message for an `iteration` that is not finite after one with the loss `loss`, in pieces: texts, and between them these two,
   which are values or SQL expressions. #}
{%- macro _divergence(network, iteration, loss) -%}
    {{ return([
        '`learning_rate` must be small enough for the training to stay finite; received ' ~ network.learning_rate ~ ': iteration ',
        iteration, ' is not finite, the loss before it is ', loss, '. The rows before it are kept. Lower it, or `l2_reg`, or set '
        ~ '`standardize: true`, and train again from the start: dbt build --full-refresh --select ' ~ model.name ~ '.'
    ]) }}
{%- endmacro -%}

{# An expression that stops the query because the row of the CTE `update` is not finite. #}
{%- macro _divergence_error(network) -%}
    {%- set pieces = [] -%}
    {%- for piece in dbt_nn._divergence(network, 'iteration', '(select loss from state)') -%}
        {%- do pieces.append(dbt_nn._text(piece) if loop.index is odd else dbt_nn._or_none(piece)) -%}
    {%- endfor -%}
    {{ return(dbt_nn._raise_error('concat(' ~ pieces | join(', ') ~ ')')) }}
{%- endmacro -%}

{# A hook after a training model of several iterations: their query ends before an iteration that is not finite, and the error is
   raised here, so that the rows before it are kept. There may be fewer rows than asked for another reason, such as a model that
   filters them, so the step after the newest row is computed once more. #}
{%- macro _stop_where_diverged() -%}
    {%- set run = dbt_nn._remembered_run() -%}
    {%- if run and run.iterations > 1 and not dbt_nn._is_empty() -%}
        {%- for iteration, loss in run_query(dbt_nn._newest_row(this, columns='iteration, loss')).rows if iteration < run.start_iteration + run.iterations -%}
            {%- set query -%}
with

state as (

    {{ dbt_nn._newest_row(this) | indent(4) }}

),

{{ dbt_nn._batch_of_examples(run.network, run.data) }},

{{ dbt_nn.training_step(run.network) }}

select count(case when {{ dbt_nn._is_finite_step(run.network) }} then 1 end)
from update
            {%- endset -%}
            {%- if run_query(dbt_nn._with_ephemeral(query)).rows[0][0] == 0 -%}
                {%- do dbt_nn._commit() -%}
                {%- do exceptions.raise_compiler_error(dbt_nn._divergence(run.network, (iteration + 1) | int, loss) | join('')) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
