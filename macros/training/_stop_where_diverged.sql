{# A hook after a training model of many iterations: an iteration that is not finite ends their query before it, and the error is
   raised here, so that the rows before it stay. Fewer rows than were asked for may have another reason, such as a model that
   filters them: the step after the newest one tells. #}
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
