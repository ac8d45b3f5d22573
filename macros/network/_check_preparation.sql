{# Refuses `categories`, `standardize` and `impute` that are not of the form they must have, or that name no feature. #}
{%- macro _check_preparation(description) -%}
    {%- set categories = description.get('categories', {}) -%}
    {%- set legal = 'a mapping of features to how many categories to learn, or to a list of them' -%}
    {%- if categories is not mapping -%}
        {%- do dbt_nn._refuse('categories', legal, categories, 'As in {island: 3} or {sex: [female, male]}.') -%}
    {%- endif -%}
    {%- for name, values in categories.items() -%}
        {%- if name not in description.features -%}
            {%- do dbt_nn._refuse('categories', legal, name, 'Name a column that stands under `features` too.') -%}
        {%- endif -%}
        {%- set is_count = values is integer and values is not boolean and values > 0 -%}
        {%- set is_list = values is not string and values is not mapping and values is iterable and values | length > 0 -%}
        {%- set texts = [] -%}
        {%- for value in (values if is_list else []) if value is string or value is boolean or dbt_nn._is_number(value) -%}
            {%- do texts.append(dbt_nn._category_text(value)) -%}
        {%- endfor -%}
        {%- if not is_count and not (is_list and texts | unique(case_sensitive=true) | list | length == values | length) -%}
            {%- do dbt_nn._refuse(
                'categories', legal, name ~ ': ' ~ values,
                dbt_nn._as_number(values, is_whole=true) or (
                    'Write a whole number, 1 or above: the most frequent ones are learned; or the categories, texts, numbers or booleans, each once.'
                )
            ) -%}
        {%- elif (values if is_count else values | length) > 10000 -%}
            {%- do dbt_nn._refuse(
                'categories', 'at most 10000 of a feature', name ~ ': ' ~ (values if is_count else values | length),
                'Each is a column of the network: learn the most frequent ones.'
            ) -%}
        {%- endif -%}
    {%- endfor -%}

    {%- for option in ['standardize', 'impute'] if description.get(option, false) is not boolean -%}
        {%- set names = description[option] -%}
        {%- set legal = 'true, false or a list of features' ~ (' that are numbers' if option == 'standardize' else '') -%}
        {%- if names is string or names is mapping or names is not iterable -%}
            {%- set is_word = names | string | lower in ['true', 'false', 'yes', 'no', 'on', 'off'] -%}
            {%- do dbt_nn._refuse(
                option, legal, names, ('It is a text: write true or false without quotes. ' if is_word else '') ~ 'true is for all of them.'
            ) -%}
        {%- endif -%}
        {%- for name in names if name not in description.features or (option == 'standardize' and name in categories) -%}
            {%- do dbt_nn._refuse(option, legal, name, 'The features are ' ~ dbt_nn._shortened(description.features) ~ '.') -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro -%}
