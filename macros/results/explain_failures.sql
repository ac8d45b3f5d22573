{% macro explain_failures(results) %}
    {%- for result in results if result.status == 'fail' and result.node.resource_type == 'test' and result.node.compiled_code -%}
        {#- A row number and no limit, which lets DuckDB 2.0 wait for ever for gradients_match_finite_differences. -#}
        {%- set rows = run_query(
            'select * from (\n' ~ result.node.compiled_code ~ '\n) as failures where true qualify row_number() over () <= 5'
        ) -%}
        {%- set heading = '\n' ~ result.node.name ~ ' failed on:' -%}
        {#- The table is printed, whatever dbt is told to log. -#}
        {%- if flags.QUIET -%}
            {%- do print(heading) -%}
        {%- else -%}
            {%- do log(heading, info=true) -%}
        {%- endif -%}
        {%- do rows.print_table(max_columns=none, max_column_width=120) -%}
    {%- endfor -%}
{% endmacro %}
