{# The package's own hook after a run, in every project: explain_failures for the tests of the package, unless the project calls
   it for all tests. #}
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
