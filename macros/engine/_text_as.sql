{# What _comparable_text makes of the value that the text `text` says, where a column of the type `type` has it; NULL where it
   can have none such. Both are SQL expressions; `known` is the type, where it is known when the query is written. #}
{%- macro _text_as(text, type, known=none) -%}
    {{ return(adapter.dispatch('_text_as', 'dbt_nn')(text, type, known)) }}
{%- endmacro -%}

{%- macro default___text_as(text, type, known=none) -%}
    {{ return(text) }}
{%- endmacro -%}

{# DuckDB has try_cast. #}
{%- macro duckdb___text_as(text, type, known=none) -%}
    {%- set forms = {
        dbt_nn._number_types(): dbt_nn._comparable_digits(text),
        'BOOLEAN': 'cast(try_cast(' ~ text ~ ' as boolean) as varchar)',
        'DATE': 'cast(try_cast(' ~ text ~ ' as date) as varchar)',
        'TIMESTAMP(_S|_MS|_NS)?': 'cast(try_cast(' ~ text ~ ' as timestamp) as varchar)',
        'TIMESTAMP WITH TIME ZONE|TIMESTAMPTZ_NS': "cast(timezone('UTC', try_cast(" ~ text ~ " as timestamptz)) as varchar) || '+00'",
    } -%}
    {{ return(dbt_nn._form_of_type(forms, type, known, text)) }}
{%- endmacro -%}

{# BigQuery has safe_cast. #}
{%- macro bigquery___text_as(text, type, known=none) -%}
    {%- set forms = {
        dbt_nn._number_types(): dbt_nn._comparable_digits(text),
        'BOOL(EAN)?': 'cast(safe_cast(' ~ text ~ ' as bool) as string)',
        'DATE': 'cast(safe_cast(' ~ text ~ ' as date) as string)',
        'DATETIME': 'cast(safe_cast(' ~ text ~ ' as datetime) as string)',
        'TIMESTAMP': 'string(safe_cast(' ~ text ~ " as timestamp), 'UTC')",
    } -%}
    {{ return(dbt_nn._form_of_type(forms, type, known, text)) }}
{%- endmacro -%}
