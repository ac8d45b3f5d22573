{# An expression that stops the query with a message: `parts` are texts and SQL expressions of whole numbers by turns. #}
{%- macro _data_error(parts) -%}
    {%- set pieces = [] -%}
    {%- for part in parts -%}
        {%- do pieces.append(dbt_nn._text(part) if loop.index is odd else 'cast(cast(' ~ part ~ ' as ' ~ dbt.type_bigint() ~ ') as ' ~ (dbt.type_string() | lower) ~ ')') -%}
    {%- endfor -%}
    {{ return(dbt_nn._raise_error('concat(' ~ pieces | join(', ') ~ ')')) }}
{%- endmacro -%}
