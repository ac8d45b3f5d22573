{# The body of a test that compares a measure with `value`: rows that fail, or one row where there is nothing to compare.
   With `data` the network `model` is evaluated on it; a table of iterations is judged by its newest one, or by
   `iteration`; of any other table every row must pass. #}
{%- macro _measure_fails(model, column, data, measure, iteration, operator, value) -%}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- if not dbt_nn._is_number(value) -%}
        {%- do dbt_nn._refuse('value', 'a number', value, 'It is what the ' ~ measure ~ ' is compared with.') -%}
    {%- endif -%}
    {%- set is_empty = dbt_nn._is_empty() -%}
    {%- set measured = measure if data is not none else column -%}
    {%- set has_iterations = model is not string and 'iteration' in adapter.get_columns_in_relation(model) | map(attribute='name') -%}
with

measured as (

    {% if data is not none -%}
    {{ dbt_nn.evaluate(model, data, iteration) | indent(4) }}
    {%- elif has_iterations and iteration is none -%}
    {{ dbt_nn._newest_row(model) | indent(4) }}
    {%- else -%}
    select *
    from {{ model }}
        {%- if has_iterations %}
    where iteration = {{ iteration }}
        {%- endif %}
    {%- endif %}

)

select
    {{ measured }},
    {{ dbt_nn._text(measured ~ ' must be ' ~ operator ~ ' ' ~ value) }} as fault
from measured
where {{ measured ~ ' is null or ' if not is_empty }}not {{ measured }} {{ operator }} {{ dbt_nn._number(value) }}
    {%- if not is_empty %}

union all

select
    max({{ measured }}) as {{ measured }},
    {{ dbt_nn._text('there are no rows' ~ (' of iteration ' ~ iteration if iteration is not none else '') ~ ': build the network first') }} as fault
from measured
having count(*) = 0
    {%- endif %}
{%- endmacro -%}
