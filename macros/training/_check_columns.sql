{# Refuses data without a column that the network reads, or with text where it reads a number. Data that is not built
   (a unit test's fixture) cannot be looked at. #}
{%- macro _check_columns(network, data, with_label=true) -%}
    {%- if dbt_nn._is_built(data) -%}
        {%- set columns = adapter.get_columns_in_relation(data) -%}
        {%- set names = columns | map(attribute='name') | map('lower') | list -%}
        {%- for name in network.features + ([network.label] if with_label else []) if name | lower not in names -%}
            {%- do dbt_nn._refuse(
                'features' if name in network.features else 'label',
                ('columns' if name in network.features else 'a column') ~ ' of ' ~ data.render(),
                name, 'It has the columns ' ~ dbt_nn._shortened(columns | map(attribute='name') | list) ~ '.'
            ) -%}
        {%- endfor -%}
        {%- set no_numbers = ['boolean', 'bool', 'date', 'datetime', 'time', 'timestamp', 'interval'] -%}
        {%- set numbers = network.features | reject('in', network.categories) | map('lower') | list -%}
        {%- for column in columns if column.name | lower in numbers and (column.is_string() or column.data_type.split(' ')[0] | lower in no_numbers) -%}
            {%- set count = run_query('select count(distinct ' ~ dbt_nn._quoted(column.name) ~ ') from ' ~ data).columns[0].values()[0] -%}
            {%- do dbt_nn._refuse(
                'features', 'columns of numbers', column.name ~ ' (' ~ column.data_type ~ ')',
                'Cast it, or turn it into numbers, in the model that ' ~ model.name ~ ' reads; or let it be a category: '
                ~ 'it has ' ~ count ~ ' different values, and `categories: {' ~ column.name ~ ': ' ~ [count, 1] | max ~ '}` reads all of them.'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
