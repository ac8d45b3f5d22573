{# Stops with an error in the one form that all refusals have; `received` is none if nothing was given. Before a run, when one
   model after another is checked (_check_selected_models), it names the model. #}
{%- macro _refuse(name, legal, received, advice) -%}
    {%- set shown = 'nothing' if received is none or received is undefined else "'" ~ received ~ "'" if received is string else received -%}
    {%- set judged = model.get('judged') if model is mapping else none -%}
    {% do exceptions.raise_compiler_error(
        ('Model ' ~ judged.name ~ ': ' if judged else '')
        ~ '`' ~ name ~ '` must be ' ~ legal ~ '; received ' ~ shown ~ '. ' ~ advice.rstrip()
    ) %}
{%- endmacro -%}

{# Whether `value` is what it will be when the model runs. While dbt parses, the result of a query, or a variable that is not set
   yet, is none, an empty text or an empty list. Dispatched, so that a project can choose to have all of it refused when a model
   runs, and not before. #}
{%- macro _is_known(value) -%}
    {{ return(adapter.dispatch('_is_known', 'dbt_nn')(value)) }}
{%- endmacro -%}

{%- macro default___is_known(value) -%}
    {{ return(execute or not (value is undefined or value is none or (value is string and not value | trim) or value == [])) }}
{%- endmacro -%}

{# Whether `value` is a finite number (and not a boolean, which is a number in Python). #}
{%- macro _is_number(value) -%}
    {{ return(value is number and value is not boolean and -1e308 <= value <= 1e308) }}
{%- endmacro -%}

{# Whether `value` is a whole number of 64 bits, as warehouses and dbt's own files hold them (and not a boolean), at least `least`. #}
{%- macro _is_whole_number(value, least=-9223372036854775808) -%}
    {{ return(value is integer and value is not boolean and least <= value <= 9223372036854775807) }}
{%- endmacro -%}

{# Refuses a `value` of the argument `name` that is not a whole number, 1 or above. #}
{%- macro _check_whole_number(name, value, advice) -%}
    {%- if dbt_nn._is_known(value) and not dbt_nn._is_whole_number(value, 1) -%}
        {%- do dbt_nn._refuse(name, 'a whole number, 1 or above', value, dbt_nn._as_number(value, is_whole=true) or advice) -%}
    {%- endif -%}
{%- endmacro -%}

{# Advice on a `value` that should be a number (a whole one, with `is_whole`) but is a string that reads like one, as YAML makes of
   1e-2, or has decimals, as 8.0; an empty text for all else. #}
{%- macro _as_number(value, is_whole=false) -%}
    {%- set written = value | string | trim -%}
    {%- if is_whole and value is integer and value > 9223372036854775807 -%}
        {{ return('The largest one is 9223372036854775807.') }}
    {%- elif value is boolean or value is integer or not modules.re.match('[-+]?([0-9][0-9_]*([.,][0-9_]*)?|[.,][0-9]+)([eE][-+]?[0-9]+)?$', written) -%}
        {{ return('') }}
    {%- endif -%}
    {%- set number = written | replace(',', '.') | replace('_', '') | float -%}
    {%- if not dbt_nn._is_number(number) or (is_whole and number != number | int) or (value is not string and not is_whole) -%}
        {{ return('') }}
    {%- endif -%}
    {%- set plain = (number | int if is_whole or '.' not in written and ',' not in written and number == number | int else number) | string -%}
    {#- An exponent needs a decimal point before it. -#}
    {%- set plain = plain | replace('e', '.0e') if '.' not in plain else plain -%}
    {%- if value is not string -%}
        {{ return('It has decimals: write ' ~ plain ~ '.') }}
    {%- elif ',' in written -%}
        {{ return('It is a string, because YAML takes only a point for the decimal sign: write ' ~ plain ~ '.') }}
    {%- elif 'e' in written | lower -%}
        {{ return('It is a string, because YAML reads an exponent only after a decimal point and with a sign: write ' ~ plain ~ '.') }}
    {%- endif -%}
    {{ return('It is a string: write ' ~ plain ~ ' without quotes.') }}
{%- endmacro -%}

{# Advice on `values` that should be strings, or labels of one kind, but are what YAML makes of words without quotes; an empty text
   for all else. #}
{%- macro _as_texts(values) -%}
    {%- set texts = values | select('string') | list -%}
    {%- if values | select('boolean') | list -%}
        {{ return("YAML reads yes, no, on, off, true and false as booleans: if you mean strings, quote them, as in ['No', 'Yes'].") }}
    {%- elif values | select('none') | list -%}
        {{ return("YAML reads null, ~ and an empty entry as no value: if you mean a string, quote it, as in 'null'.") }}
    {%- endif -%}
    {%- for value in values if value is number and value is not integer and dbt_nn._as_number(value, is_whole=true) -%}
        {{ return(value ~ ' is ' ~ dbt_nn._as_number(value, is_whole=true) | replace('It has decimals', 'a number with decimals')) }}
    {%- endfor -%}
    {%- for value in values if value is not string and value is not number and value is not iterable -%}
        {{ return('YAML reads ' ~ value ~ " as a date: if you mean a string, quote it, as in '" ~ value ~ "'.") }}
    {%- endfor -%}
    {%- if texts and texts | length < values | length and values | select('number') | list -%}
        {{ return('Some are strings and some are numbers: quote all of them or none.') }}
    {%- endif -%}
    {{ return('') }}
{%- endmacro -%}

{# The names without quotes in `value`, a part of a model's config(): to Jinja they are undefined variables. #}
{%- macro _unquoted(value) -%}
    {%- if value is undefined -%}
        {#- dbt's undefined knows its name; Jinja's own, from another macro's text, does not. -#}
        {{ return(['?' if value == not_set else value.name]) }}
    {%- endif -%}
    {%- set names = [] -%}
    {%- if value is mapping -%}
        {%- for key, entry in value.items() -%}
            {%- do names.extend(dbt_nn._unquoted(key) + dbt_nn._unquoted(entry)) -%}
        {%- endfor -%}
    {%- elif value is sequence and value is not string -%}
        {%- for entry in value -%}
            {%- do names.extend(dbt_nn._unquoted(entry)) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(names) }}
{%- endmacro -%}

{# The list `names` as text; the middle of a long list is left out. #}
{%- macro _shortened(names) -%}
    {%- if names | length > 20 -%}
        {{ return(names[:12] | join(', ') ~ ', …, ' ~ names[-3:] | join(', ')) }}
    {%- endif -%}
    {{ return(names | join(', ')) }}
{%- endmacro -%}
