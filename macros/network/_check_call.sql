{# Refuses what is wrong with a call of the public macro `name` before anything is built: `arguments`, a mapping, which must be given,
   and an `iteration` that is no number. While dbt parses, a value may still be unknown, and then is none. The description of
   the model, where it stands in its SQL, is checked then too. #}
{%- macro _check_call(name, arguments, iteration=none) -%}
    {%- for argument, value in arguments.items() if value is undefined or (value is none and execute) -%}
        {%- do dbt_nn._refuse(
            argument, 'given to dbt_nn.' ~ name, none,
            'As in dbt_nn.' ~ name ~ '(' ~ arguments.keys() | join('=ref(...), ') ~ '=ref(...)).'
        ) -%}
    {%- endfor -%}
    {%- if iteration is not none and (iteration is not integer or iteration is boolean or iteration < 0) and dbt_nn._is_known(iteration) -%}
        {%- do dbt_nn._refuse('iteration', 'a whole number, 0 or above', iteration, 'Leave it out for the newest one.') -%}
    {%- endif -%}
    {%- if not execute -%}
        {%- do dbt_nn._check_while_parsing() -%}
    {%- endif -%}
{%- endmacro -%}
