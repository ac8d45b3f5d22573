{# What to do about `name`, which is no option of a description: the word for it here, or the option of which it is a misspelling. #}
{%- macro _advice_on_option(name) -%}
    {%- set written = name | string | trim -%}
    {%- set found = dbt_nn._foreign_word(written) -%}
    {%- if found.argument -%}
        {{ return('It is no part of the description, but the argument `' ~ found.argument ~ '.') }}
    {%- elif found.remark -%}
        {{ return(found.remark) }}
    {%- elif name is boolean -%}
        {{ return(dbt_nn._as_texts([name])) }}
    {%- endif -%}
    {%- set option = found.option or dbt_nn._nearest_option(written) -%}
    {{ return('Did you mean `' ~ option ~ '`?' if option else 'Nothing like it is there: take one of these, or leave it out.') }}
{%- endmacro -%}
