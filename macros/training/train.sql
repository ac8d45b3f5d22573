{% macro train(data, previous=none, iterations=1) %}
    {%- do config(
        pre_hook="{{ dbt_nn._run_script() }}",
        post_hook=["{{ dbt_nn._drop_steps() }}", "{{ dbt_nn._log_newest_row() }}"]
    ) -%}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set network = dbt_nn._network() -%}
    {%- do dbt_nn._check_training_model() -%}
    {%- do dbt_nn._check_columns(network, data) -%}
    {%- if iterations is not integer or iterations is boolean or iterations < 1 -%}
        {%- do dbt_nn._refuse('iterations', 'a whole number, 1 or above', iterations, 'It is how many iterations one run adds.') -%}
    {%- endif -%}

    {%- set begins = previous is none and not (is_incremental() and dbt_nn._has_fitting_row(network, this)) -%}
    {%- if previous is not none and not flags.EMPTY and dbt_nn._is_built(previous) and not dbt_nn._has_fitting_row(network, previous) -%}
        {%- do dbt_nn._refuse(
            'previous', 'a model with at least one row to go on from', previous | string, 'Build it first: dbt run --select +' ~ model.name ~ '.'
        ) -%}
    {%- endif -%}
    {%- set start = dbt_nn._initial_row(network) if begins else dbt_nn._newest_row(this if previous is none else previous) -%}
    {#- `dbt run --empty` reads no data: then there is no row to go on from, and none is written. -#}
    {%- set start = 'select *\nfrom (\n\n    ' ~ start | indent(4) ~ '\n\n) as start\nwhere false' if flags.EMPTY else start -%}
    {%- if iterations == 1 -%}
        {{ dbt_nn._one_iteration(network, data, start, begins) }}
    {%- else -%}
        {{ dbt_nn._many_iterations(network, data, start, begins, iterations) }}
    {%- endif -%}
{% endmacro %}
