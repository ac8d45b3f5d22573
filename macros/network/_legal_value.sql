{# What the required option `name` may hold, in words. #}
{%- macro _legal_value(name) -%}
    {{ return({
        'features': 'a list of one or more column names, each once',
        'label': 'the name of a column that is not one of `features`',
        'classes': 'a list of two or more labels, all whole numbers, all strings or all booleans, each once',
        'hidden_units': 'a list of positive whole numbers',
    }[name]) }}
{%- endmacro -%}
