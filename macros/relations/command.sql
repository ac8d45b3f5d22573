{# Whether the current command only writes SQL (`dbt compile`, `dbt docs generate`): then a network need not be trained. #}
{%- macro _only_compiles() -%}
    {{ return(flags.WHICH in ['compile', 'generate', 'list', 'parse', 'lint']) }}
{%- endmacro -%}

{# Whether the command has --empty and so reads no data: then missing rows are not an error. A unit test has its rows even so. #}
{%- macro _is_empty() -%}
    {{ return(flags.EMPTY and (model is undefined or model.resource_type | string != 'unit_test')) }}
{%- endmacro -%}
