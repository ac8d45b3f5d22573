{# Warns of features of which fewer categories are in `data` than the network has inputs for. Data that is not built cannot be
   looked at. #}
{%- macro _warn_of_categories(network, data) -%}
    {%- if network.categories and not dbt_nn._is_empty() and not dbt_nn._only_compiles() and not model.compiled_code and dbt_nn._preamble(data) is not none -%}
        {%- set types = dbt_nn._category_types(network, data) -%}
        {%- set counts = [] -%}
        {%- for feature, given in network.categories.items() -%}
            {%- set text = dbt_nn._comparable_text(dbt_nn._quoted(feature), types[feature]) -%}
            {%- set values = [] -%}
            {%- for value in (given if given is not integer else []) -%}
                {%- do values.append(dbt_nn._text_as(dbt_nn._text(dbt_nn._category_text(value)), dbt_nn._text(types[feature]), types[feature])) -%}
            {%- endfor -%}
            {%- do counts.append(
                'select ' ~ loop.index0 ~ ' as feature, count(distinct ' ~ text ~ ') as num_found from ' ~ data
                ~ (' where ' ~ text ~ ' in (' ~ values | join(', ') ~ ')' if values else '')
            ) -%}
        {%- endfor -%}
        {%- for row in run_query(counts | join('\nunion all\n') ~ '\norder by feature').rows -%}
            {%- set feature = (network.categories.keys() | list)[row[0] | int] -%}
            {%- set given = network.categories[feature] -%}
            {%- set asked = given if given is integer else given | length -%}
            {%- if 0 < row[1] | int < asked -%}
                {%- do exceptions.warn(
                    '`categories` has ' ~ asked ~ ' inputs for `' ~ feature ~ '`, and ' ~ data ~ ' ' ~ (row[1] | int)
                    ~ (' categories' if given is integer else ' of those listed') ~ ': ' ~ (asked - row[1] | int) ~ ' of the inputs stay 0. '
                    ~ ('Write `' ~ feature ~ ': ' ~ (row[1] | int) ~ '`.' if given is integer else 'Compare the list with the column.')
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
