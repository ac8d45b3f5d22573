{# A hook after the run: prints its iterations as a short table with bars, if it trained any. For a long training, up to twenty
   that are evenly spaced, including the last. All bars start at zero: if the loss hardly changes, neither do its bars. #}
{%- macro _print_summary(results) -%}
    {%- for result in results if result.node.name == 'training_info' and result.node.resource_type == 'model' and result.status == 'success' -%}
        {%- set rows = run_query(
            'select iteration, loss, accuracy, loss_curve, ' ~ dbt_nn._bar('accuracy', blocks=10) ~ ' as accuracy_curve from ('
            ~ 'select *, row_number() over (order by iteration desc) - 1 as age, count(*) over () as num_rows'
            ~ ' from ' ~ result.node.relation_name ~ ' where loss is not null'
            ~ ' and training_run = (select max(training_run) from ' ~ result.node.relation_name ~ ')'
            ~ ') as of_run where mod(age, cast(ceil(num_rows / 20) as ' ~ dbt.type_bigint() ~ ')) = 0 order by iteration'
        ).rows -%}
        {%- do log('', info=true) -%}
        {%- do log('iteration       loss                          accuracy', info=true) -%}
        {%- for row in rows -%}
            {%- do log('%9d   %8.6f   %-20s     %6.4f   %s' | format(row[0], row[1], row[3] or '', row[2], row[4] or ''), info=true) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro -%}
