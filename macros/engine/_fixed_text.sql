{# The SQL expression `x` as text that depends on no setting of the session: a cast, but that a point in time is in UTC. #}
{%- macro _fixed_text(x) -%}
    {{ return(adapter.dispatch('_fixed_text', 'dbt_nn')(x)) }}
{%- endmacro -%}

{%- macro default___fixed_text(x) -%}
    {{ return('cast(' ~ x ~ ' as ' ~ (dbt.type_string() | lower) ~ ')') }}
{%- endmacro -%}

{# DuckDB writes a time with a zone in the session's. Where such times stand inside another value they cannot be reached. #}
{%- macro duckdb___fixed_text(x) -%}
    {{ return(
        "case when typeof(" ~ x ~ ") in ('TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ_NS')"
        ~ " then cast(timezone('UTC', try_cast(" ~ x ~ " as timestamptz)) as varchar) || '+00'"
        ~ " when regexp_matches(typeof(" ~ x ~ "), 'TIMESTAMP WITH TIME ZONE|TIMESTAMPTZ_NS|VARIANT')"
        ~ " then " ~ dbt_nn._raise_error(
            "'a column must be of a type whose text is the same in every time zone; received ' || typeof(" ~ x
            ~ ") || '. Take the time out of it, in the model that holds it.'"
        )
        ~ " else cast(" ~ x ~ " as varchar) end"
    ) }}
{%- endmacro -%}

{# BigQuery writes a TIMESTAMP in the time zone that is its default, but to JSON in UTC, with a T and a Z. #}
{%- macro bigquery___fixed_text(x) -%}
    {%- set json = 'json_value(to_json_string(' ~ x ~ '))' -%}
    {%- set text = 'cast(' ~ x ~ ' as string)' -%}
    {{ return(
        'case when ' ~ json ~ ' <> ' ~ text ~ ' and ends_with(' ~ json ~ ", 'Z')"
        ~ ' then string(safe_cast(' ~ json ~ " as timestamp), 'UTC') else " ~ text ~ ' end'
    ) }}
{%- endmacro -%}
