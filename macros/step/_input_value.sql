{# What the network reads as `input` of the column `feature`: a number, (x - mean) / stddev, or 1 and 0. What was learned when
   training began stands in `state`. A category that was not there then is none of those that are asked for, 0 everywhere.
   NaN and the infinities are missing, as NULL is. Where that is no value like others, a network that `predicts` reads NULL;
   one that is trained or judged reads them as they are, for it is refused. `type` is the name of the column's type, where that is
   known. #}
{%- macro _input_value(network, input, feature, state, type=none, predicts=false) -%}
    {%- set x = 'cast(' ~ feature ~ ' as ' ~ dbt_nn._double_type(network.is_plain) ~ ')' -%}
    {%- set is_finite = dbt_nn.default___is_finite(x) if network.is_plain else dbt_nn._is_finite(x) -%}
    {%- set is_missing = dbt_nn.default___is_missing(feature) if network.is_plain else dbt_nn._comparable_text(feature, type) ~ ' is null' -%}
    {%- if input.kind == 'is_null' -%}
        {{ return(dbt_nn._mark(network, is_missing if input.feature in network.categories else 'not ' ~ is_finite)) }}
    {%- elif input.kind == 'category' -%}
        {%- set category = state ~ '.' ~ input.category -%}
        {%- set text = dbt_nn._comparable_text(feature, type) -%}
        {#- Any engine casts to text and to numbers; the row is at hand and says which. -#}
        {%- if network.is_plain and dbt_nn._has_numeric_categories(network, input) -%}
            {%- set text = 'cast(' ~ feature ~ ' as ' ~ dbt_nn._double_type(true) ~ ')' -%}
            {%- set category = 'cast(' ~ category ~ ' as ' ~ dbt_nn._double_type(true) ~ ')' -%}
        {%- elif network.is_plain -%}
            {%- set text = 'cast(' ~ feature ~ ' as ' ~ (dbt.type_string() | lower) ~ ')' -%}
        {%- endif -%}
        {#- Where fewer categories were found than asked for, the last ones are NULL. -#}
        {{ return(dbt_nn._mark(
            network,
            'coalesce(' ~ text ~ ' = ' ~ category ~ ', false)' if input.is_imputed
            else text ~ ' = ' ~ category ~ ' and ' ~ category ~ ' is not null'
        )) }}
    {%- endif -%}
    {%- if input.is_imputed -%}
        {%- set x = 'case when ' ~ is_finite ~ ' then ' ~ x ~ ' else ' ~ state ~ '.' ~ input.mean ~ ' end' -%}
    {%- elif predicts -%}
        {%- set x = 'case when ' ~ is_finite ~ ' then ' ~ x ~ ' end' -%}
    {%- endif -%}
    {%- if input.stddev is not none -%}
        {%- set x = '(' ~ x ~ ' - ' ~ state ~ '.' ~ input.mean ~ ') / ' ~ state ~ '.' ~ input.stddev -%}
    {%- endif -%}
    {{ return(x) }}
{%- endmacro -%}
