{# Refuses a `retrain` that cannot be. Whether the model keeps its rows is known when it runs. #}
{%- macro _check_retrain(retrain, previous) -%}
    {%- if dbt_nn._is_known(retrain) and retrain not in ['always', 'on_change'] -%}
        {%- do dbt_nn._refuse(
            'retrain', "'always' (every run trains) or 'on_change' (a run trains if its rows have changed)", retrain, "Leave it out for 'always'."
        ) -%}
    {%- elif retrain == 'on_change' and previous is not none -%}
        {%- do dbt_nn._refuse(
            'retrain', "'always' with `previous`", retrain,
            'One model of a chain cannot tell whether the chain has finished: train the network in one model, without `previous`.'
        ) -%}
    {%- elif execute and retrain == 'on_change' and model.config.materialized == 'table' -%}
        {%- do dbt_nn._refuse(
            'retrain', "'always' in a table, which is trained from the start in every run", retrain,
            "Keep the network: write config(materialized='incremental', unique_key='iteration')."
        ) -%}
    {%- endif -%}
{%- endmacro -%}

{# What a run has to do for a network of which there is what is `found`: `iterations`, how many it adds, 0 for nothing; `state`, where the
   network is then, in words; `digest`, that of the rows of `data`, if it was taken; `keeps_digest`, whether the model has a column for it. #}
{%- macro _todo(network, data, previous, found, iterations, max_iterations, retrain) -%}
    {%- set newest = found.iteration or 0 -%}
    {%- set keeps_digest = retrain == 'on_change' or (previous is none and 'data_digest' in found.columns) -%}
    {%- if retrain == 'always' -%}
        {{ return({
            'iterations': dbt_nn._iterations_left(iterations, max_iterations, newest),
            'state': 'iteration ' ~ newest ~ ' of at most ' ~ max_iterations,
            'digest': none,
            'keeps_digest': keeps_digest,
        }) }}
    {%- endif -%}
    {%- set digest = dbt_nn._digest_of(network, data) -%}
    {%- set on_these_rows = newest - dbt_nn._newest_on_other_rows(digest, found) -%}
    {{ return({
        'iterations': dbt_nn._iterations_left(iterations, max_iterations or iterations or 1, on_these_rows),
        'state': 'iteration ' ~ newest ~ ', trained on the same rows',
        'digest': digest,
        'keeps_digest': keeps_digest,
    }) }}
{%- endmacro -%}

{# How many iterations a run adds to a network that has had so many, `done`: `iterations`, but no more than are left of `max_iterations`;
   all that are left if only that is given, and one if neither is. #}
{%- macro _iterations_left(iterations, max_iterations, done) -%}
    {%- set most = iterations or max_iterations or 1 -%}
    {{ return(most if max_iterations is none else [[most, max_iterations - done] | min, 0] | max) }}
{%- endmacro -%}

{# The digest of the rows of `data`, by one scan; none where a command reads no data: then they count as changed. #}
{%- macro _digest_of(network, data) -%}
    {%- do dbt_nn._check_columns(network, data) -%}
    {%- if dbt_nn._only_compiles() or dbt_nn._is_empty() or model.resource_type | string == 'unit_test' -%}
        {{ return(none) }}
    {%- endif -%}
    {%- if dbt_nn._preamble(data) is none -%}
        {%- do dbt_nn._refuse(
            'data', "a table, a view or a file with `retrain='on_change'`, which looks at the rows before the query is written",
            data.render() | replace('__dbt__cte__', '') if data is not string else data, 'Put the rows into a model that is a table or a view.'
        ) -%}
    {%- endif -%}
    {{ return(run_query(dbt_nn._digest_of_rows(network, data)).rows[0][0]) }}
{%- endmacro -%}

{# The newest iteration of the model's network that was not trained on the rows with the `digest`; 0 if it was always trained on them. Rows
   without a digest are from before it was kept. `found` is what _found_in says of the model. #}
{%- macro _newest_on_other_rows(digest, found) -%}
    {%- if found.columns and 'data_digest' not in found.columns and not dbt_nn._only_compiles()
        and config.get('on_schema_change') not in ['append_new_columns', 'sync_all_columns'] -%}
        {%- do dbt_nn._refuse(
            'retrain', "'always' for a network without the column `data_digest`, unless dbt adds it", 'on_change',
            "Write config(on_schema_change='append_new_columns'), or train it from the start: dbt build --full-refresh --select " ~ model.name ~ '.'
        ) -%}
    {%- elif digest is none or found.iteration is none or 'data_digest' not in found.columns -%}
        {{ return(found.iteration or 0) }}
    {%- endif -%}
    {{ return(run_query(
        'select coalesce(max(iteration), 0) from ' ~ this ~ ' where iteration <= ' ~ found.iteration
        ~ " and data_digest is distinct from '" ~ digest ~ "'"
    ).rows[0][0] | int) }}
{%- endmacro -%}

{# `query`, for rows of the network that is trained in `run`, with the digest of the rows that it is trained on, if the model keeps it. #}
{%- macro _with_digest(run, query) -%}
    {%- if not run.keeps_digest -%}
        {{ return(query) }}
    {%- endif -%}
select
    {{ dbt_nn._row_columns(run.network) | join(',\n    ') }},
    {{ "'" ~ run.digest ~ "'" if run.digest else 'cast(null as ' ~ dbt.type_string() | lower ~ ')' }} as data_digest
from (

    {{ query | indent(4) }}

) as trained
{%- endmacro -%}

{# The query of a run that trains nothing, because the network is where `todo`, what _todo says, has it: no row, so that the model's table
   stays as it is. In a chain it hands on the newest row of `previous`, which the next model starts from. #}
{%- macro _without_training(network, previous, todo) -%}
    {%- do dbt_nn._remember_run({'network': network, 'iterations': 0, 'in_parts': false, 'state': todo.state}) -%}
    {%- set columns = (dbt_nn._row_columns(network) + (['data_digest'] if todo.keeps_digest else [])) | join(',\n    ') -%}
    {%- if previous is not none -%}
        {{ return(dbt_nn._newest_row(previous, columns='\n    ' ~ columns)) }}
    {%- endif -%}
select
    {{ columns }}
from {{ this }}
where false
{%- endmacro -%}
