{# What _train_in_parts works by, written where the model's own arguments are known: the run's numbers as JSON, a query for
   the row to start from, and a statement that adds iterations to the table _steps_table(), as many as stand there for
   _part_size_mark(). #}
{%- macro _training_parts(network, run) -%}
    {%- do run.update({'size': dbt_nn._part_size_mark()}) -%}
    {%- set plan = {
        'iterations': 0 if flags.EMPTY else run.iterations,
        'iterations_per_statement': run.iterations_per_statement,
        'work': run.work or 0,
        'columns': network.parameters + network.learned,
    } -%}
{{ dbt_nn._part_mark() }}
{{ tojson(plan) }}
{{ dbt_nn._part_mark() }}
{{ run.start }}
{{ dbt_nn._part_mark() }}
{{ dbt_nn._part_statement(network, run) }}
{{ dbt_nn._part_mark() }}
{%- endmacro -%}
