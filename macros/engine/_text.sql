{# The string `value` as an SQL literal, so that any text is only ever text. #}
{%- macro _text(value) -%}
    {{ return(adapter.dispatch('_text', 'dbt_nn')(value)) }}
{%- endmacro -%}

{# Whatever Python takes for the end of a line is spelt out: Jinja's indent() would change it. #}
{%- macro default___text(value) -%}
    {%- set plain = "'" ~ (value | string | replace("'", "''")) ~ "'" -%}
    {%- set literal = namespace(sql=plain) -%}
    {%- for end, code in {
        '\n': 10, '\x0b': 11, '\x0c': 12, '\r': 13, '\x1c': 28, '\x1d': 29, '\x1e': 30, '\x85': 133, '\u2028': 8232, '\u2029': 8233,
    }.items() if end in literal.sql -%}
        {%- set literal.sql = literal.sql | replace(end, "' || chr(" ~ code ~ ") || '") -%}
    {%- endfor -%}
    {{ return(plain if literal.sql == plain else '(' ~ literal.sql ~ ')') }}
{%- endmacro -%}

{# BigQuery reads backslash escapes in every quoted literal, and a line break must be one. #}
{%- macro bigquery___text(value) -%}
    {%- set literal = namespace(sql=value | string | replace('\\', '\\\\') | replace("'", "\\'")) -%}
    {%- for end, escape in {
        '\n': 'n', '\x0b': 'v', '\x0c': 'f', '\r': 'r', '\x1c': 'x1c', '\x1d': 'x1d', '\x1e': 'x1e', '\x85': 'u0085',
        '\u2028': 'u2028', '\u2029': 'u2029',
    }.items() if end in literal.sql -%}
        {%- set literal.sql = literal.sql | replace(end, '\\' ~ escape) -%}
    {%- endfor -%}
    {{ return("'" ~ literal.sql ~ "'") }}
{%- endmacro -%}
