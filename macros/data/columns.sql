{# Refuses data that lacks a column that the network reads, has text where it reads a number, or has one of the columns `added`,
   which a macro adds to those of the data. Not all data can be read beforehand, see _preamble. #}
{%- macro _check_columns(network, data, with_label=true, added=[]) -%}
    {%- set columns = dbt_nn._columns_of(data) -%}
    {%- if columns is not none -%}
        {%- set names = columns | map(attribute='name') | map('lower') | list -%}
        {%- for name in network.features + ([network.label] if with_label else []) if name | lower not in names -%}
            {%- do dbt_nn._refuse(
                'features' if name in network.features else 'label',
                ('columns' if name in network.features else 'a column') ~ ' of ' ~ data.render() | replace('__dbt__cte__', ''),
                name, 'It has the columns ' ~ dbt_nn._shortened(columns | map(attribute='name') | list) ~ '.'
            ) -%}
        {%- endfor -%}
        {%- if 'dbt_nn_row' in names -%}
            {%- do dbt_nn._refuse(
                'data', 'a relation without a column `dbt_nn_row`, a name that the SQL uses for its rows', data.render() | replace('__dbt__cte__', ''),
                'Rename the column in the model that holds it.'
            ) -%}
        {%- endif -%}
        {#- The types of arrays, which end in a bracket, do not match. -#}
        {%- set number_types = '(u?(tiny|small|medium|big|huge|byte)?int(eger)?[0-9]*|bignum|float[0-9]*|double|real|(big)?(decimal|numeric)|dec|number|(big|small)?serial|long|short)(?![a-z0-9_]|.*\\])' -%}
        {%- set numbers = network.features | reject('in', network.categories) | map('lower') | list -%}
        {%- set class = network.classes[0] -%}
        {%- for column in columns if with_label and column.name | lower == network.label | lower -%}
            {%- set is_number = modules.re.match(number_types, column.data_type | lower) is not none -%}
            {%- set is_boolean = column.data_type | lower in ['boolean', 'bool'] -%}
            {%- set is_time = modules.re.match('date|time|interval', column.data_type | lower) is not none -%}
            {%- if is_time or (is_number or is_boolean if class is string else column.is_string()) -%}
                {%- do dbt_nn._refuse(
                    'label', 'a column of ' ~ ('strings' if class is string else 'booleans' if class is boolean else 'whole numbers') ~ ', as `classes` are',
                    column.name ~ ' (' ~ column.data_type ~ ')',
                    (dbt_nn._as_texts(network.classes) ~ ' Otherwise write' if class is boolean and column.is_string() else 'Write')
                    ~ ' `classes` in the type of the column, or cast the column in the model that ' ~ model.name ~ ' reads.'
                ) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- for column in columns if column.name | lower in numbers and modules.re.match(number_types, column.data_type | lower) is none -%}
            {%- if modules.re.match('array|struct|map|json|geography|.*\\]', column.data_type | lower) is not none -%}
                {%- do dbt_nn._refuse(
                    'features', 'columns of numbers', column.name ~ ' (' ~ column.data_type ~ ')',
                    'Give each of its numbers a column of its own, in the model that ' ~ model.name ~ ' reads.'
                ) -%}
            {%- endif -%}
            {%- do dbt_nn._refuse(
                'features', 'columns of numbers', column.name ~ ' (' ~ column.data_type ~ ')', dbt_nn._advice_for_text(data, column)
            ) -%}
        {%- endfor -%}
        {%- do dbt_nn._check_added_columns('data', columns | map(attribute='name') | list, added) -%}
    {%- endif -%}
{%- endmacro -%}

{# Advice on a `column` of `data` that does not hold numbers: it depends on how many different values there are, and on whether they
   are numbers stored as text. #}
{%- macro _advice_for_text(data, column) -%}
    {%- set values = dbt_nn._quoted(column.name) -%}
    {%- set as_number = dbt_nn._number_or_null(values) -%}
    {%- set found = run_query(
        dbt_nn._preamble(data) ~ 'select count(' ~ values ~ '), count(distinct ' ~ values ~ '), '
        ~ ('count(' ~ as_number ~ ')' if column.is_string() else '0') ~ ' from ' ~ data
    ).rows[0] -%}
    {%- set num_values, num_different, num_numbers = found[0] | int, found[1] | int, found[2] | int -%}
    {%- if num_numbers > num_values / 2 -%}
        {{ return(
            num_numbers ~ ' of its ' ~ num_values ~ ' values are numbers: in the model that ' ~ model.name ~ ' reads, select '
            ~ as_number ~ ', which is NULL for the others.'
        ) }}
    {%- elif num_different > 50 -%}
        {{ return(
            'It has ' ~ num_different ~ ' different values: remove it from `features`; or group them, or turn them into numbers, in the model that '
            ~ model.name ~ ' reads; or learn the 50 most frequent: `categories: {' ~ column.name ~ ': 50}`.'
        ) }}
    {%- endif -%}
    {{ return(
        'Cast it, or turn it into numbers, in the model that ' ~ model.name ~ ' reads; or make it a category: '
        ~ 'it has ' ~ num_different ~ ' different values, and `categories: {' ~ column.name ~ ': ' ~ [num_different, 1] | max
        ~ '}` learns all of them.'
    ) }}
{%- endmacro -%}

{# Refuses `columns` of the argument `name` that have the name of a column which a macro adds to them: a warehouse would keep the
   old one under that name, and rename the new one or stop. #}
{%- macro _check_added_columns(name, columns, added) -%}
    {%- for column in columns if column | lower in added | map('lower') -%}
        {%- do dbt_nn._refuse(
            name, 'free of the columns that dbt_nn adds, ' ~ dbt_nn._shortened(added), column,
            'Leave it out, or rename it in the model that holds it.'
        ) -%}
    {%- endfor -%}
{%- endmacro -%}
