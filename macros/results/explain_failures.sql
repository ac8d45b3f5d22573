{% macro explain_failures(results) %}
    {%- for result in results if result.status == 'fail' and result.node.resource_type == 'test' and result.node.compiled_code -%}
        {%- do log('\n' ~ result.node.name ~ ' failed on:', info=true) -%}
        {%- do run_query('select * from (' ~ result.node.compiled_code ~ ') as failures limit 5').print_table(max_columns=none, max_column_width=120) -%}
    {%- endfor -%}
{% endmacro %}
