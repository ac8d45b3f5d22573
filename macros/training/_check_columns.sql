{# Refuses data without a column that the network reads, or with text where it reads a number. Data that is not built
   (a unit test's fixture) cannot be looked at. #}
{%- macro _check_columns(network, data, with_label=true) -%}
    {%- if dbt_nn._is_built(data) -%}
        {%- set columns = adapter.get_columns_in_relation(data) -%}
        {%- set names = columns | map(attribute='name') | map('lower') | list -%}
        {%- for name in network.features + ([network.label] if with_label else []) if name | lower not in names -%}
            {%- do dbt_nn._refuse(
                'label' if loop.last and with_label else 'features',
                ('a column' if loop.last and with_label else 'columns') ~ ' of ' ~ data.render(),
                name, 'It has the columns ' ~ dbt_nn._shortened(columns | map(attribute='name') | list) ~ '.'
            ) -%}
        {%- endfor -%}
        {%- for column in columns if column.name in network.features and (column.is_string() or column.data_type | lower in ['boolean', 'bool', 'date', 'timestamp']) -%}
            {%- do dbt_nn._refuse(
                'features', 'columns of numbers', column.name ~ ' (' ~ column.data_type ~ ')',
                'Cast it, or turn it into numbers, in the model that ' ~ model.name ~ ' reads.'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
