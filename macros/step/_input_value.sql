{# What the network reads as `input` of the column `feature`: a number, (x - mean) / stddev, or 1 and 0. What was learned when
   training began stands in `state`. A category that was not there then is none of those that are asked for, 0 everywhere.
   NaN and the infinities are missing, as NULL is. Where that is no value like others, a network that `predicts` reads NULL;
   one that is trained or judged reads them as they are, for it is refused. #}
{%- macro _input_value(network, input, feature, state, predicts=false) -%}
    {%- set x = 'cast(' ~ feature ~ ' as ' ~ dbt_nn._double_type(network.is_plain) ~ ')' -%}
    {%- set is_finite = dbt_nn.default___is_finite(x) if network.is_plain else dbt_nn._is_finite(x) -%}
    {%- set is_missing = dbt_nn.default___is_missing(feature) if network.is_plain else dbt_nn._is_missing(feature) -%}
    {%- if input.kind == 'is_null' -%}
        {{ return(dbt_nn._mark(network, is_missing if input.feature in network.categories else 'not ' ~ is_finite)) }}
    {%- elif input.kind == 'category' -%}
        {%- set category = state ~ '.' ~ input.category -%}
        {%- set text = 'cast(' ~ feature ~ ' as ' ~ (dbt.type_string() | lower) ~ ')' -%}
        {#- Where fewer categories were found than asked for, the last ones are NULL. -#}
        {%- set mark = dbt_nn._mark(
            network,
            'coalesce(' ~ text ~ ' = ' ~ category ~ ', false)' if input.is_imputed
            else text ~ ' = ' ~ category ~ ' and ' ~ category ~ ' is not null'
        ) -%}
        {#- NaN is no category: that one input is NULL will do. Engines without a type for it have no NaN, or give it as text. -#}
        {%- set reads_null = predicts and not input.is_imputed and not network.is_plain and input.category.endswith('_0') -%}
        {{ return('case when not ' ~ is_missing ~ ' then ' ~ mark ~ ' end' if reads_null else mark) }}
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
