{# What to do with a `column` of `data` that holds no numbers: that depends on how many different values it has, and on whether
   they are numbers that were read as text. #}
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
            num_numbers ~ ' of its ' ~ num_values ~ ' values are numbers: read ' ~ as_number ~ ' in the model that ' ~ model.name
            ~ ' reads, which is NULL for the others.'
        ) }}
    {%- elif num_different > 50 -%}
        {{ return(
            'It has ' ~ num_different ~ ' different values: drop it from `features`; or put them into groups or numbers, in the model that '
            ~ model.name ~ ' reads; or read the 50 most frequent: `categories: {' ~ column.name ~ ': 50}`.'
        ) }}
    {%- endif -%}
    {{ return(
        'Cast it, or turn it into numbers, in the model that ' ~ model.name ~ ' reads; or let it be a category: '
        ~ 'it has ' ~ num_different ~ ' different values, and `categories: {' ~ column.name ~ ': ' ~ [num_different, 1] | max
        ~ '}` reads all of them.'
    ) }}
{%- endmacro -%}
