{# Stops with the one form of message that every fault of a description has; `received` is none where nothing was given. Before a
   run, where one model after the other is looked at (_check_selected_models), it says which one it is. #}
{%- macro _refuse(name, legal, received, advice) -%}
    {%- set shown = 'nothing' if received is none or received is undefined else "'" ~ received ~ "'" if received is string else received -%}
    {%- set judged = model.get('judged') if model is mapping else none -%}
    {% do exceptions.raise_compiler_error(
        ('Model ' ~ judged.name ~ ': ' if judged else '')
        ~ '`' ~ name ~ '` must be ' ~ legal ~ '; received ' ~ shown ~ '. ' ~ advice.rstrip()
    ) %}
{%- endmacro -%}

{# Whether `value` is what it will be when the model runs. While dbt parses, what comes of a query or of a variable that is not
   given yet is nothing, an empty text or an empty list. Dispatched, so that a project may have
   all of it refused when a model runs, and not before. #}
{%- macro _is_known(value) -%}
    {{ return(adapter.dispatch('_is_known', 'dbt_nn')(value)) }}
{%- endmacro -%}

{%- macro default___is_known(value) -%}
    {{ return(execute or not (value is undefined or value is none or (value is string and not value | trim) or value == [])) }}
{%- endmacro -%}

{# Whether `value` is a finite number (and not a boolean, which Python counts among them). #}
{%- macro _is_number(value) -%}
    {{ return(value is number and value is not boolean and -1e308 <= value <= 1e308) }}
{%- endmacro -%}

{# Refuses a `value` of the argument `name` that is not a whole number, 1 or above. #}
{%- macro _check_whole_number(name, value, advice) -%}
    {%- if dbt_nn._is_known(value) and (value is not integer or value is boolean or value < 1) -%}
        {%- do dbt_nn._refuse(name, 'a whole number, 1 or above', value, dbt_nn._as_number(value, is_whole=true) or advice) -%}
    {%- endif -%}
{%- endmacro -%}

{# What to do about a `value` where a number is wanted (a whole one, where `is_whole`) and a text arrived that reads as one, as
   YAML makes it of 1e-2, or decimals that are whole, as 8.0; nothing about all else. #}
{%- macro _as_number(value, is_whole=false) -%}
    {%- set written = value | string | trim -%}
    {%- if value is boolean or value is integer or not modules.re.match('[-+]?([0-9][0-9_]*([.,][0-9_]*)?|[.,][0-9]+)([eE][-+]?[0-9]+)?$', written) -%}
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
        {{ return('It is a text, for the decimal sign is a point: write ' ~ plain ~ '.') }}
    {%- elif 'e' in written | lower -%}
        {{ return('It is a text, for YAML reads an exponent only after a decimal point and with a sign: write ' ~ plain ~ '.') }}
    {%- endif -%}
    {{ return('It is a text: write ' ~ plain ~ ' without quotes.') }}
{%- endmacro -%}

{# What to do about `values` that should be texts, or labels all of a kind, and are what YAML makes of words without quotes;
   nothing about all else. #}
{%- macro _as_texts(values) -%}
    {%- set texts = values | select('string') | list -%}
    {%- if values | select('boolean') | list -%}
        {{ return("YAML reads yes, no, on, off, true and false as booleans: where texts are meant, quote them, as in ['No', 'Yes'].") }}
    {%- elif values | select('none') | list -%}
        {{ return("YAML reads null, ~ and an empty entry as nothing: where a text is meant, quote it, as in 'null'.") }}
    {%- endif -%}
    {%- for value in values if value is number and value is not integer and dbt_nn._as_number(value, is_whole=true) -%}
        {{ return(value ~ ' is ' ~ dbt_nn._as_number(value, is_whole=true) | replace('It has decimals', 'a number with decimals')) }}
    {%- endfor -%}
    {%- for value in values if value is not string and value is not number and value is not iterable -%}
        {{ return('YAML reads ' ~ value ~ " as a date: where a text is meant, quote it, as in '" ~ value ~ "'.") }}
    {%- endfor -%}
    {%- if texts and texts | length < values | length and values | select('number') | list -%}
        {{ return('Some are texts and some are numbers: quote all of them or none.') }}
    {%- endif -%}
    {{ return('') }}
{%- endmacro -%}

{# The names without quotes in `value`, part of what a model's config() says: to Jinja they are variables that nobody has set. #}
{%- macro _unquoted(value) -%}
    {%- if value is undefined -%}
        {#- One that dbt made knows its name; Jinja's own, of another macro's text, does not say it. -#}
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

{# The names in `names` as text, the middle left out of a long list. #}
{%- macro _shortened(names) -%}
    {%- if names | length > 20 -%}
        {{ return(names[:12] | join(', ') ~ ', …, ' ~ names[-3:] | join(', ')) }}
    {%- endif -%}
    {{ return(names | join(', ')) }}
{%- endmacro -%}
