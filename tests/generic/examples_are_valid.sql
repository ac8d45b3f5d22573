{% test examples_are_valid(model, network=none) %}

{%- if execute %}
    {%- set description = dbt_nn._network(network or model) %}
    {%- set label = dbt_nn._quoted(description.label) %}
    {%- set columns = description.features + [description.label] %}
    {%- set classes = [] %}
    {%- for class in description.classes %}
        {%- do classes.append(dbt_nn._class_literal(class)) %}
    {%- endfor %}

with

examples as (

    select * from {{ model }}

),

checked as (

    select
        case
            {%- for input in description.inputs + description.lookups %}
                {%- set feature = input.feature %}
                {%- if not input.is_imputed %}
            when {{ dbt_nn._quoted(feature) }} is null then {{ dbt_nn._text('`' ~ feature ~ '` is NULL') }}
                    {%- if input.kind == 'number' %}
            when not {{ dbt_nn._is_finite(dbt_nn._quoted(feature)) }} then {{ dbt_nn._text('`' ~ feature ~ '` is NaN or infinite') }}
                    {%- else %}
            when {{ dbt_nn._is_missing(dbt_nn._quoted(feature)) }} then {{ dbt_nn._text('`' ~ feature ~ '` is NaN') }}
                    {%- endif %}
                {%- endif %}
            {%- endfor %}
            when {{ label }} is null then {{ dbt_nn._text('`' ~ description.label ~ '` is NULL') }}
            when {{ label }} not in ({{ classes | join(', ') }}) then {{ dbt_nn._text('`' ~ description.label ~ '` is not one of ' ~ description.classes) }}
        end as fault,
        {%- for column in columns %}
        {{ dbt_nn._quoted(column) }}{{ ',' if not loop.last }}
        {%- endfor %}
    from examples

)

select * from checked
where fault is not null
    {%- for class in classes if not dbt_nn._is_empty() %}

union all

select
    {{ dbt_nn._text('no row has the class ' ~ description.classes[loop.index0]) }} as fault,
        {%- for column in columns %}
    null as {{ dbt_nn._quoted(column) }}{{ ',' if not loop.last }}
        {%- endfor %}
from (select count(*) as num_rows from examples where {{ label }} = {{ class }}) as counted
where num_rows = 0
    {%- endfor %}
{%- endif %}

{% endtest %}
