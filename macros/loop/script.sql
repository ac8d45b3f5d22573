{# A script that adds iterations to the table _steps_table(). It collects its rows in a temporary table of its own job and adds them
   all at once, so a script that is stopped leaves nothing. If dbt is killed, its script continues by itself; if it ends after a later
   run has trained the same iterations, it adds none. For batches it first hashes the examples into a temporary table, clustered by
   their blocks, so that an iteration hashes none. #}
{%- macro _training_script(network, run, size) -%}
    {%- set columns = dbt_nn._row_columns(network) -%}
    {%- set step -%}
with

state as (

    {{ dbt_nn._newest_row('training') | indent(4) }}

),
    {%- if network.batch_size is none %}

{{ dbt_nn.examples(network, run.data) }},
    {%- else %}

{{ dbt_nn._batch_of_iteration(network) }},
    {%- endif %}

{{ dbt_nn.training_step(network) }}

select
    {{ columns | join(',\n    ') }}
from update
where {{ dbt_nn._is_finite_step(network) }}
    {%- endset -%}
    {%- set start = dbt_nn._newest_row(dbt_nn._steps_table()) -%}
    {%- set tables = [] -%}
    {%- if network.batch_size is not none -%}
        {%- set shuffled -%}
with

start as (

    {{ start | indent(4) }}

),

{{ dbt_nn._shuffled_examples(network, run.data, state='start') }}

select *
from shuffled
        {%- endset -%}
        {%- do tables.append({'name': 'shuffled', 'query': dbt_nn._with_ephemeral(shuffled), 'clustered_by': 'block'}) -%}
        {%- do tables.append({'name': 'blocks', 'query': 'select distinct block\nfrom shuffled'}) -%}
    {%- else -%}
        {%- set step = dbt_nn._with_ephemeral(step) -%}
    {%- endif -%}
    {%- do tables.append({'name': 'training', 'query': start}) -%}
{{ dbt_nn._loop_script(tables, columns, step, size) }}

insert into {{ dbt_nn._steps_table() }} (
    {{ columns | join(',\n    ') }}
)

select
    {{ columns | join(',\n    ') }}
from training
where
    iteration > (select max(iteration) from {{ dbt_nn._steps_table() }})
    {%- if run.record_every > 1 %}
    and {{ dbt_nn._is_kept(run, '(select max(iteration) from training)') }}
    {%- endif %};
{%- endmacro -%}
