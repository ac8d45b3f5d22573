{# A condition: the regular expression `pattern` matches the SQL text `text` from end to end. #}
{%- macro _matches_fully(text, pattern) -%}
    {{ return(adapter.dispatch('_matches_fully', 'dbt_nn')(text, pattern)) }}
{%- endmacro -%}

{%- macro default___matches_fully(text, pattern) -%}
    {{ return('regexp_full_match(' ~ text ~ ", '" ~ pattern ~ "')") }}
{%- endmacro -%}

{# BigQuery looks for a part. #}
{%- macro bigquery___matches_fully(text, pattern) -%}
    {{ return('regexp_contains(' ~ text ~ ", r'^(" ~ pattern ~ ")$')") }}
{%- endmacro -%}
