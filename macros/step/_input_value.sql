{# What the network reads as `input` of the column `feature`: a number, (x - mean) / stddev, or 1 and 0. What was learned when
   training began stands in `state`. A category that was not there then is none of those that are asked for, 0 everywhere. #}
{%- macro _input_value(network, input, feature, state) -%}
    {%- if input.kind == 'is_null' -%}
        {{ return(dbt_nn._mark(network, feature ~ ' is null')) }}
    {%- elif input.kind == 'category' -%}
        {%- set category = state ~ '.' ~ input.category -%}
        {%- set text = 'cast(' ~ feature ~ ' as ' ~ (dbt.type_string() | lower) ~ ')' -%}
        {#- Where fewer categories were found than asked for, the last ones are NULL. -#}
        {{ return(dbt_nn._mark(
            network,
            'coalesce(' ~ text ~ ' = ' ~ category ~ ', false)' if input.is_imputed
            else text ~ ' = ' ~ category ~ ' and ' ~ category ~ ' is not null'
        )) }}
    {%- endif -%}
    {%- set x = 'cast(' ~ feature ~ ' as ' ~ dbt_nn._double_type(network.is_plain) ~ ')' -%}
    {%- if input.is_imputed -%}
        {%- set x = 'coalesce(' ~ x ~ ', ' ~ state ~ '.' ~ input.mean ~ ')' -%}
    {%- endif -%}
    {%- if input.stddev is not none -%}
        {%- set x = '(' ~ x ~ ' - ' ~ state ~ '.' ~ input.mean ~ ') / ' ~ state ~ '.' ~ input.stddev -%}
    {%- endif -%}
    {{ return(x) }}
{%- endmacro -%}
