{# Refuses a call of the macro `name` without one of the arguments that it needs, `given` (names to values), or with an `iteration`
   that is no number of one; while dbt parses, also what the model's own config() says wrongly. It comes first in every macro
   that a model calls for its SQL, so that `dbt parse` finds the fault, and not the run after everything before it was built. #}
{%- macro _check_call(name, given, iteration=none, trains=false) -%}
    {%- set needed = given.keys() | join('=…, ') ~ '=…' -%}
    {#- While parsing, a variable that the model sets when it runs is not set yet: dbt's own, which is not that of an argument left out. -#}
    {%- for argument, value in given.items() if value is undefined and (execute or value == not_set) -%}
        {%- do dbt_nn._refuse(argument, 'given to dbt_nn.' ~ name, none, 'Write dbt_nn.' ~ name ~ '(' ~ needed ~ ').') -%}
    {%- endfor -%}
    {%- if dbt_nn._is_known(iteration) and iteration is not none and (iteration is not integer or iteration is boolean or iteration < 0) -%}
        {%- do dbt_nn._refuse(
            'iteration', 'a whole number, 0 or above', iteration,
            dbt_nn._as_number(iteration, is_whole=true) or 'Leave it out for the newest one.'
        ) -%}
    {%- endif -%}
    {%- do dbt_nn._check_own_config(trains) -%}
{%- endmacro -%}
