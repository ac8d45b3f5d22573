{# Whether this command writes SQL and runs none of it (`dbt compile`, `dbt docs generate`): then a network need not be trained. #}
{%- macro _only_compiles() -%}
    {{ return(flags.WHICH in ['compile', 'generate', 'list', 'parse', 'lint']) }}
{%- endmacro -%}

{# Whether the command reads no data, for it was given --empty: then no rows are what is asked for, and none are missed. A unit
   test has rows of its own all the same. #}
{%- macro _is_empty() -%}
    {{ return(flags.EMPTY and (model is undefined or model.resource_type | string != 'unit_test')) }}
{%- endmacro -%}
