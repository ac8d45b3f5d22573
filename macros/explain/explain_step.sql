{% macro explain_step(network, data, rows=3, where=none, iteration=none, decimals=4) %}
    {%- do dbt_nn._check_whole_number('rows', rows, 'It is how many rows of the data the step is computed on.') -%}
    {%- if decimals is not integer or decimals is boolean or not 1 <= decimals <= 17 -%}
        {%- do dbt_nn._refuse('decimals', 'a whole number from 1 to 17', decimals, 'It is how many decimals a number is shown with.') -%}
    {%- endif -%}
    {%- set network_rows = dbt_nn._named_relation('network', network) -%}
    {%- set data_rows = dbt_nn._named_relation('data', data) -%}
    {%- set description = dbt_nn._network(network_rows) -%}
    {%- do dbt_nn._description_in_rows(description, network_rows, iteration) -%}
    {%- do dbt_nn._check_columns(description, data_rows) -%}
    {#- The step of these rows and no batch of them: what it adds up can be checked against what is shown. -#}
    {%- do description.update({'batch_size': none}) -%}

    {%- set condition = '' if where is none else '\nwhere ' ~ where -%}
    {%- set num_rows = run_query('select count(*) from ' ~ data_rows ~ condition).columns[0].values()[0] | int -%}
    {%- if num_rows == 0 -%}
        {%- if where is none -%}
            {%- do dbt_nn._refuse('data', 'a relation with rows', data, 'Check the model that it names.') -%}
        {%- endif -%}
        {%- do dbt_nn._refuse('where', 'a condition that holds for rows of ' ~ data, where, 'It is SQL, as after the word where.') -%}
    {%- endif -%}
    {%- set start = dbt_nn._newest_row(network_rows, iteration) -%}
    {%- set state = run_query(start).rows -%}

    {#- Where all rows are taken, the SQL is that of the model, to the letter. -#}
    {%- set is_chosen = where is not none or num_rows > rows -%}
    {%- set run = {'start': start, 'data': 'chosen' if is_chosen else data_rows, 'begins': false} -%}
    {%- set ctes = dbt_nn._ctes(dbt_nn._one_iteration(description, run)) -%}
    {%- if is_chosen -%}
        {%- do ctes.insert(0, dbt_nn._chosen(description, data_rows, condition, rows)) -%}
    {%- endif -%}
    {%- do print(
        '# ' ~ network ~ ' (' ~ dbt_nn._shape(description) ~ '): the step after iteration ' ~ (state[0]['iteration'] | int)
        ~ ', on ' ~ [rows, num_rows] | min ~ ' of ' ~ num_rows ~ ' rows of ' ~ data
    ) -%}
    {%- set written = [] -%}
    {%- for cte in ctes -%}
        {%- do written.append(cte.sql) -%}
        {%- set table = run_query('with\n\n' ~ written | join(',\n\n') ~ '\n\nselect * from ' ~ cte.name) -%}
        {%- do print('\n## ' ~ cte.name ~ '\n\n```sql\n' ~ cte.sql ~ '\n```\n\n' ~ dbt_nn._markdown_table(table, cte, decimals)) -%}
    {%- endfor -%}
{% endmacro %}
