{# What the network reads as `input` from the column `feature`: a number, (x - mean) / stddev, or 1 and 0. What was learned when
   training started is in `state`. A category that the training data did not have is 0 for all of them. NaN and the infinities are
   missing values, as NULL is. If the feature is not imputed, a network that `predicts` reads them as NULL; one that is trained or
   evaluated reads them as they are, because its rows are refused. `type` is the name of the column's type, if it is known. #}
{%- macro _input_value(network, input, feature, state, type=none, predicts=false) -%}
    {%- set x = 'cast(' ~ feature ~ ' as ' ~ dbt_nn._double_type(network.is_plain) ~ ')' -%}
    {%- set is_finite = dbt_nn._is_finite(x, network.is_plain) -%}
    {%- set is_missing = dbt_nn._is_missing(feature, is_plain=true) if network.is_plain else dbt_nn._comparable_text(feature, type) ~ ' is null' -%}
    {%- if input.kind == 'is_null' -%}
        {{ return(dbt_nn._indicator(is_missing if input.feature in network.categories else 'not ' ~ is_finite, network.is_plain)) }}
    {%- elif input.kind == 'category' -%}
        {%- set category = state ~ '.' ~ input.category -%}
        {%- set text = dbt_nn._comparable_text(feature, type) -%}
        {#- Any engine can cast to text and to numbers; the network's row says which of the two to use. -#}
        {%- if network.is_plain and dbt_nn._has_numeric_categories(network, input) -%}
            {%- set text = 'cast(' ~ feature ~ ' as ' ~ dbt_nn._double_type(true) ~ ')' -%}
            {%- set category = 'cast(' ~ category ~ ' as ' ~ dbt_nn._double_type(true) ~ ')' -%}
        {%- elif network.is_plain -%}
            {%- set text = 'cast(' ~ feature ~ ' as ' ~ (dbt.type_string() | lower) ~ ')' -%}
        {%- endif -%}
        {#- If fewer categories were found than asked for, the last ones are NULL. -#}
        {{ return(dbt_nn._indicator(
            'coalesce(' ~ text ~ ' = ' ~ category ~ ', false)' if input.is_imputed
            else text ~ ' = ' ~ category ~ ' and ' ~ category ~ ' is not null',
            network.is_plain
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

{# The list of what the network reads from a row of `data`; see _input_value. Columns of one type that are read as they are need one cast. #}
{%- macro _numbers_of_row(network, data, prefix, state, types) -%}
    {%- set columns, values = [], [] -%}
    {%- for input in network.inputs -%}
        {%- set column = prefix ~ dbt_nn._quoted(input.feature) -%}
        {%- do columns.append(column) -%}
        {%- do values.append(dbt_nn._input_value(network, input, column, state, types.get(input.feature))) -%}
    {%- endfor -%}
    {%- set features = network.features | map('lower') | list -%}
    {%- set kinds = [] -%}
    {%- for column in dbt_nn._columns_of(data) or [] if column.name | lower in features -%}
        {%- do kinds.append(column.dtype) -%}
    {%- endfor -%}
    {%- set are_plain = network.inputs | rejectattr('kind', 'equalto', 'number') | list == [] and not network.learned -%}
    {%- if are_plain and kinds | unique | list | length == 1 -%}
        {{ return(dbt_nn._doubles_of(columns)) }}
    {%- endif -%}
    {{ return(dbt_nn._list_of(values)) }}
{%- endmacro -%}

{# The number of the category that the column `feature` has, from 1 on; 0 for one that the training data did not have. A missing value is 0 too
   if the feature is imputed, and NULL otherwise. #}
{%- macro _code_of(lookup, feature, type=none) -%}
    {%- set code = 'coalesce(' ~ lookup.categories ~ '.code, 0)' -%}
    {{ return(code if lookup.is_imputed else 'case when ' ~ dbt_nn._comparable_text(feature, type) ~ ' is not null then ' ~ code ~ ' end') }}
{%- endmacro -%}

{# The categories of a feature in `state`, a row each: the `category` and its `code`. A join finds one among ten thousand as fast as among
   ten. #}
{%- macro _numbered_categories(network, lookup, state) -%}
    {%- set categories = dbt_nn._texts_in(lookup.categories, dbt_nn._num_categories_of_row(network, lookup), 'category', 'code', state) -%}
    {{ return('(' ~ categories ~ ') as ' ~ lookup.categories) }}
{%- endmacro -%}

{# Whether the categories of the feature of `input`, in `network.values`, are numbers that a double holds exactly. #}
{%- macro _has_numeric_categories(network, input) -%}
    {%- set number = network.features.index(input.feature) -%}
    {%- set values = network.get('values', {}) -%}
    {%- if not modules.re.fullmatch(dbt_nn._number_types(), values.get('type_' ~ number) or '') -%}
        {{ return(false) }}
    {%- endif -%}
    {%- for name, value in values.items() if name.startswith('category_' ~ number ~ '_') and value and value | length > 15 -%}
        {{ return(false) }}
    {%- endfor -%}
    {{ return(true) }}
{%- endmacro -%}

{# A condition that always holds, or stops the query: the column `feature` can be compared with the categories in `state`, which
   keeps the type that the column had in training. `type` is the name of the column's type, if it is known when the query is
   written; a view may be queried after its data got another type. #}
{%- macro _type_check(input, feature, state, type=none) -%}
    {%- set kept = 'cast(' ~ state ~ '.' ~ input.type ~ ' as ' ~ (dbt.type_string() | lower) ~ ')' -%}
    {%- set found = dbt_nn._type_of(feature, type) -%}
    {%- set begin = '`features` must be of the types that they have in training, `' ~ input.feature ~ '` of ' -%}
    {%- set advice = '. Cast it in the model that holds it, or train the network again from the start with --full-refresh.' -%}
    {%- set message = 'concat(' ~ dbt_nn._text(begin) ~ ', ' ~ kept ~ ", '; received ', " ~ found ~ ', ' ~ dbt_nn._text(advice) ~ ')' -%}
    {%- set conditions = [dbt_nn._kind_of(kept) ~ ' <> ' ~ dbt_nn._kind_of(found)] -%}
    {%- if type is not none and found != dbt_nn._text(type) and modules.re.fullmatch(dbt_nn._number_types(is_whole=true), type) -%}
        {%- do conditions.append(found ~ ' <> ' ~ dbt_nn._text(type)) -%}
    {%- endif -%}
    {{ return('case when ' ~ conditions | join(' or ') ~ ' then ' ~ dbt_nn._raise_error(message) ~ ' else true end') }}
{%- endmacro -%}
