{# Whether this command writes SQL and runs none of it (`dbt compile`, `dbt docs generate`): then a network need not be trained. #}
{%- macro _only_compiles() -%}
    {{ return(flags.WHICH in ['compile', 'generate', 'list', 'parse', 'lint']) }}
{%- endmacro -%}
