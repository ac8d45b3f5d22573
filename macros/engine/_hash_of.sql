{# The MD5, 32 hexadecimal digits, of the SQL expressions `parts`, written one after the other with colons between. #}
{%- macro _hash_of(parts) -%}
    {%- set texts = [] -%}
    {%- for part in parts -%}
        {%- do texts.append(part if part.startswith("'") else 'cast(' ~ part ~ ' as ' ~ (dbt.type_string() | lower) ~ ')') -%}
    {%- endfor -%}
    {{ return(dbt_nn._hex_digits('concat(' ~ texts | join(", ':', ") ~ ')')) }}
{%- endmacro -%}
