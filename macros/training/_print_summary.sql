{# A hook after the run: a short table of the last iterations, where the run trained any. #}
{%- macro _print_summary(results) -%}
    {%- for result in results if result.node.name == 'training_info' and result.node.resource_type == 'model' and result.status == 'success' -%}
        {%- set rows = run_query(
            'select iteration, loss, accuracy, loss_curve from ' ~ result.node.relation_name
            ~ ' where loss is not null order by iteration desc limit 10'
        ).rows -%}
        {%- do log('', info=true) -%}
        {%- do log('iteration       loss   accuracy', info=true) -%}
        {%- for row in rows | reverse -%}
            {%- do log('%9d   %8.6f     %6.4f   %s' | format(row[0], row[1], row[2], row[3]), info=true) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro -%}
