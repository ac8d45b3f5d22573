{% macro explain_failures(results) %}
    {%- for result in results if result.status == 'fail' and result.node.resource_type == 'test' and result.node.compiled_code -%}
        {#- A row number instead of a limit, with which DuckDB 2.0 never finishes gradients_match_finite_differences. -#}
        {%- set rows = run_query(
            'select * from (\n' ~ result.node.compiled_code ~ '\n) as failures where true qualify row_number() over () <= 5'
        ) -%}
        {%- set heading = '\n' ~ result.node.name ~ ' failed on:' -%}
        {#- The table is printed whatever dbt logs. -#}
        {%- if flags.QUIET -%}
            {%- do print(heading) -%}
        {%- else -%}
            {%- do log(heading, info=true) -%}
        {%- endif -%}
        {%- do rows.print_table(max_columns=none, max_column_width=120) -%}
    {%- endfor -%}
{% endmacro %}

{# The package's hook after a run, in every project: explain_failures for the package's own tests, unless the project calls it for
   all tests. #}
{%- macro _explain_own_failures(results) -%}
    {%- set own = [] -%}
    {%- for result in results if result.status == 'fail' and result.node.resource_type == 'test' -%}
        {%- if result.node.test_metadata and result.node.test_metadata.namespace == 'dbt_nn' -%}
            {%- do own.append(result) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for node in graph.get('nodes', {}).values() if own and node.resource_type == 'operation' and node.package_name != 'dbt_nn' -%}
        {%- if 'explain_failures' in node.raw_code -%}
            {%- do own.clear() -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do dbt_nn.explain_failures(own) -%}
{%- endmacro -%}
