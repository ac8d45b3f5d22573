{# Refuses `features` and `classes` that are no lists, too short, mixed in kind, or that name something twice. #}
{%- macro _check_list(name, values) -%}
    {%- set legal = dbt_nn._legal_value(name) -%}
    {%- set advice = {
        'features': 'Name the columns that the network reads, as in [x1, x2].',
        'classes': 'Write every value that the label takes, as in [0, 1] or [cat, dog].',
    }[name] -%}
    {%- if values is string or values is mapping or values is not iterable or values | length < (2 if name == 'classes' else 1) -%}
        {%- do dbt_nn._refuse(name, legal, values, advice) -%}
    {%- endif -%}
    {%- set kinds = [] -%}
    {%- for value in values -%}
        {%- do kinds.append('boolean' if value is boolean else 'string' if value is string else 'number' if value is integer and -9223372036854775808 <= value <= 9223372036854775807 else 'other') -%}
        {%- if value is string and not value | trim and name == 'features' -%}
            {%- do kinds.append('other') -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if kinds | unique | list | length > 1 or 'other' in kinds or (name == 'features' and 'string' not in kinds) -%}
        {%- do dbt_nn._refuse(name, legal, values, advice ~ ' ' ~ dbt_nn._as_texts(values)) -%}
    {%- endif -%}
    {#- Names that differ in case alone are two classes, but they may be one column of a warehouse. -#}
    {%- if values | unique(case_sensitive=(name == 'classes')) | list | length < values | length -%}
        {%- do dbt_nn._refuse(name, legal, values, advice) -%}
    {%- endif -%}
{%- endmacro -%}
