{% macro train(data, previous=none, iterations=none, record_every=1, threads=none, iterations_per_statement=none, warm_start=none, max_iterations=none, retrain='always') %}
    {%- do config(
        pre_hook=["{{ dbt_nn._check_ephemeral_data() }}", "{{ dbt_nn._train_in_parts() }}"],
        post_hook=["{{ dbt_nn._drop_steps() }}", "{{ dbt_nn._log_newest_row() }}", "{{ dbt_nn._stop_where_diverged() }}"]
    ) -%}
    {#- For the tests, see _training_arguments. -#}
    {%- do config(meta={'dbt_nn': {'record_every': record_every if dbt_nn._is_whole_number(record_every) else 1, 'has_previous': previous is not none}}) -%}
    {%- do dbt_nn._check_call('train', {'data': data}, trains=true) -%}
    {%- do dbt_nn._check_whole_number('record_every', record_every, '100 keeps every hundredth iteration and the last; 1 keeps all.') -%}
    {%- for name, (value, advice) in {
        'iterations': [iterations, 'It is the number of iterations that a run adds.'],
        'max_iterations': [max_iterations, 'It is the number of iterations that the network gets in all. Leave it out to let every run add some.'],
        'threads': [threads, 'Leave it out to let the number of rows decide.'],
        'iterations_per_statement': [iterations_per_statement, 'Leave it out to let the amount of work decide.'],
    }.items() if value is not none -%}
        {%- do dbt_nn._check_whole_number(name, value, advice) -%}
    {%- endfor -%}
    {%- do dbt_nn._check_retrain(retrain, previous) -%}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set network = dbt_nn._network() -%}
    {%- do dbt_nn._check_training_model() -%}
    {%- set source = this if previous is none else previous -%}
    {%- set found = {'columns': [], 'iteration': none} -%}
    {%- if previous is not none or is_incremental() -%}
        {%- set found = dbt_nn._found_in(network, source) -%}
    {%- endif -%}
    {%- set newest = found.iteration -%}
    {%- set begins = previous is none and newest is none -%}
    {%- if previous is not none and newest is none and not dbt_nn._is_empty() and dbt_nn._is_built(previous) -%}
        {%- do dbt_nn._refuse(
            'previous', 'a model with at least one row to start from', previous | string, 'Build it first: dbt run --select +' ~ model.name ~ '.'
        ) -%}
    {%- endif -%}
    {%- set todo = dbt_nn._todo(network, data, previous, found, iterations, max_iterations, retrain) -%}
    {%- set iterations = todo.iterations -%}
    {%- if iterations == 0 -%}
        {{ return(dbt_nn._without_training(network, previous, todo)) }}
    {%- elif retrain == 'always' -%}
        {#- A digest has read them. -#}
        {%- do dbt_nn._check_columns(network, data) -%}
    {%- endif -%}
    {#- In a chain, which has one iteration per model, only the first model checks the rows, and only when the chain begins. -#}
    {%- set is_first = begins or (newest == 0 and (previous is none or not is_incremental())) -%}
    {%- if is_first or iterations > 1 -%}
        {%- do dbt_nn._check_rows(network, data, begins=is_first) -%}
    {%- endif -%}
    {%- set network = dbt_nn._begun_with(network, data, warm_start) if begins else dbt_nn._with_kept_counts(network, source) -%}
    {%- set start = dbt_nn._initial_row(network, data, warm_start) if begins else dbt_nn._newest_row(source) -%}
    {#- `dbt run --empty` reads no data: there is no row to start from, and none is written. -#}
    {%- set start = 'select *\nfrom (\n\n    ' ~ start | indent(4) ~ '\n\n) as start\nwhere false' if dbt_nn._is_empty() else start -%}
    {%- set run = {
        'network': network,
        'data': data,
        'start': start,
        'start_iteration': newest or 0,
        'begins': begins,
        'iterations': iterations,
        'record_every': record_every,
        'threads': threads,
        'iterations_per_statement': iterations_per_statement,
        'in_parts': false,
        'keeps_digest': todo.keeps_digest,
        'digest': todo.digest,
    } -%}
    {%- do dbt_nn._remember_run(run) -%}
    {%- set query = dbt_nn._one_iteration(network, run) if iterations == 1 else dbt_nn._many_iterations(network, run) -%}
    {{ dbt_nn._with_digest(run, query) -}}
{% endmacro %}
