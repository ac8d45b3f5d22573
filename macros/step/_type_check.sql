{# A condition that always holds, or stops the query: the column `feature` can be compared with the categories in `state`, which
   keeps the type that the column had in training. `type` is the name of the column's type, where it is known when the query is
   written; a view may be asked after its data has got another. #}
{%- macro _type_check(input, feature, state, type=none) -%}
    {%- set kept = 'cast(' ~ state ~ '.' ~ input.type ~ ' as ' ~ (dbt.type_string() | lower) ~ ')' -%}
    {%- set found = dbt_nn._type_of(feature, type) -%}
    {%- set begin = '`features` must be of the types that they have in training, `' ~ input.feature ~ '` of ' -%}
    {%- set advice = '. Cast it in the model that holds it, or train the network anew with --full-refresh.' -%}
    {%- set message = 'concat(' ~ dbt_nn._text(begin) ~ ', ' ~ kept ~ ", '; received ', " ~ found ~ ', ' ~ dbt_nn._text(advice) ~ ')' -%}
    {%- set conditions = [dbt_nn._kind_of(kept) ~ ' <> ' ~ dbt_nn._kind_of(found)] -%}
    {%- if type is not none and found != dbt_nn._text(type) and modules.re.fullmatch(dbt_nn._number_types(is_whole=true), type) -%}
        {%- do conditions.append(found ~ ' <> ' ~ dbt_nn._text(type)) -%}
    {%- endif -%}
    {{ return('case when ' ~ conditions | join(' or ') ~ ' then ' ~ dbt_nn._raise_error(message) ~ ' else true end') }}
{%- endmacro -%}
