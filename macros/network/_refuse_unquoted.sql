{# Refuses a description written in a model's SQL in which a text lacks its quotes: to Jinja that is a variable, which is undefined,
   and which dbt cannot keep. #}
{%- macro _refuse_unquoted(description) -%}
    {%- for name, value in (description.items() if description is mapping else []) -%}
        {%- set values = value.values() | list if value is mapping else [value] if value is undefined or value is string or value is not iterable else value | list -%}
        {%- for item in values if item is undefined -%}
            {#- The value cannot say what it was called; the text of the model can. -#}
            {%- set found = modules.re.search('[\'"]?\\b' ~ name ~ '[\'"]?\\s*[:=]\\s*[\\[{(]?([^\\])}]*)', model.raw_code) -%}
            {%- set words = modules.re.findall('(?:[\'"][^\'"]*[\'"]\\s*:\\s*)?([^,]+)', found.group(1)) if found else [] -%}
            {%- set place = loop.index0 if value is not undefined else 0 -%}
            {%- set bare = [] -%}
            {%- for word in words if modules.re.fullmatch('[A-Za-z_]\\w*', word | trim) and word | trim not in ['true', 'True', 'false', 'False', 'none', 'None'] -%}
                {%- do bare.append(word | trim) -%}
            {%- endfor -%}
            {%- set unquoted = bare[place] if bare | length > place else bare[0] if bare else 'a name' -%}
            {%- do dbt_nn._refuse(
                name, 'made of texts in quotes, numbers, lists and mappings, as Jinja has them', unquoted ~ ' without quotes',
                "In a model's SQL a text stands in quotes: '" ~ unquoted ~ "'."
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro -%}
