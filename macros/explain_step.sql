{% macro explain_step(network, data, rows=3, where=none, iteration=none, decimals=4) %}
    {%- do dbt_nn._check_whole_number('rows', rows, 'It is the number of rows that the step is computed on.') -%}
    {%- if decimals is not integer or decimals is boolean or not 1 <= decimals <= 17 -%}
        {%- do dbt_nn._refuse('decimals', 'a whole number from 1 to 17', decimals, 'It is the number of decimals to show.') -%}
    {%- endif -%}
    {%- set network_rows = dbt_nn._named_relation('network', network) -%}
    {%- set data_rows = dbt_nn._named_relation('data', data) -%}
    {%- set name, network = network, dbt_nn._network(network_rows) -%}
    {%- do dbt_nn._description_in_rows(network, network_rows, iteration) -%}
    {%- do dbt_nn._check_columns(network, data_rows) -%}
    {#- The step of all these rows, not of a batch of them, so that its sums can be checked against the rows shown. -#}
    {%- do network.update({'batch_size': none}) -%}

    {%- set condition = '' if where is none else '\nwhere ' ~ where -%}
    {%- set num_rows = run_query('select count(*) from ' ~ data_rows ~ condition).columns[0].values()[0] | int -%}
    {%- if num_rows == 0 -%}
        {%- if where is none -%}
            {%- do dbt_nn._refuse('data', 'a relation with rows', data, 'Check the model that it names.') -%}
        {%- endif -%}
        {%- do dbt_nn._refuse('where', 'a condition that holds for rows of ' ~ data, where, 'It is SQL, as after WHERE.') -%}
    {%- endif -%}
    {%- set start = dbt_nn._newest_row(network_rows, iteration) -%}
    {%- set state = run_query(start).rows -%}

    {#- If all rows are taken, the SQL is exactly that of the model. -#}
    {%- set is_chosen = where is not none or num_rows > rows -%}
    {%- set run = {'start': start, 'data': 'chosen' if is_chosen else data_rows, 'begins': false} -%}
    {%- set ctes = dbt_nn._ctes(dbt_nn._one_iteration(network, run)) -%}
    {%- if is_chosen -%}
        {%- do ctes.insert(0, dbt_nn._chosen(network, data_rows, condition, rows)) -%}
    {%- endif -%}
    {%- do print(
        '# ' ~ name ~ ' (' ~ dbt_nn._shape(network) ~ '): the step after iteration ' ~ (state[0]['iteration'] | int)
        ~ ', on ' ~ [rows, num_rows] | min ~ ' of ' ~ num_rows ~ ' rows of ' ~ data
    ) -%}
    {%- set written = [] -%}
    {%- for cte in ctes -%}
        {%- do written.append(cte.sql) -%}
        {%- set table = run_query('with\n\n' ~ written | join(',\n\n') ~ '\n\nselect * from ' ~ cte.name) -%}
        {%- do print('\n## ' ~ cte.name ~ '\n\n```sql\n' ~ cte.sql ~ '\n```\n\n' ~ dbt_nn._markdown_table(table, cte, decimals)) -%}
    {%- endfor -%}
{% endmacro %}

{# The relation of the model, seed or snapshot `name`, or of the source `name` ("source.table"), for a command line, which has no
   refs. `argument` is the argument that names it. Refuses a relation that does not exist. #}
{%- macro _named_relation(argument, name) -%}
    {%- set found = namespace(node=none) -%}
    {%- for node in graph.nodes.values() if node.name == name and node.resource_type in ['model', 'seed', 'snapshot'] -%}
        {#- If a package has one of that name too, the project's own. -#}
        {%- if found.node is none or node.package_name == project_name -%}
            {%- set found.node = node -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for node in graph.sources.values() if found.node is none and node.source_name ~ '.' ~ node.name == name -%}
        {%- set found.node = node -%}
    {%- endfor -%}
    {%- set node = found.node -%}
    {%- if node is none -%}
        {%- do dbt_nn._refuse(
            argument, 'the name of a model, a seed, a snapshot or a source (source.table)', name, '`dbt ls` lists those of the project.'
        ) -%}
    {%- endif -%}
    {%- set relation = adapter.get_relation(
        database=node.database, schema=node.schema, identifier=node.identifier if node.resource_type == 'source' else node.alias
    ) -%}
    {%- if relation is none -%}
        {%- do dbt_nn._refuse(
            argument, 'a relation that is built', name,
            'Load it first.' if node.resource_type == 'source' else 'Build it first: dbt build --select +' ~ name ~ '.'
        ) -%}
    {%- endif -%}
    {{ return(relation) }}
{%- endmacro -%}

{# The CTE `chosen`, in the form that _ctes returns: `rows` rows of `data`, the first ones by a hash of what the network reads, a
   pseudo-random sample that is the same in every query. #}
{%- macro _chosen(network, data, condition, rows) -%}
    {%- set texts = [] -%}
    {%- for column in network.features + [network.label] -%}
        {%- do texts.append('coalesce(' ~ dbt_nn._fixed_text(dbt_nn._quoted(column)) ~ ", '')") -%}
    {%- endfor -%}
    {%- set sql -%}
chosen as (

    select *
    from {{ data }}{{ condition | indent(4) }}
    order by {{ dbt_nn._hash_of(texts) }}
    limit {{ rows }}

)
    {%- endset -%}
    {{ return({'name': 'chosen', 'sql': sql, 'made': [], 'order': network.features}) }}
{%- endmacro -%}

{# The CTEs of the query `sql`, in order, each with its `name`, its `sql`, and `made`, the columns that it names itself and does not
   only pass on. The query must be formatted as that of these macros, whose CTEs begin and end at the margin. #}
{%- macro _ctes(sql) -%}
    {%- set ctes = [] -%}
    {%- for cte in modules.re.finditer('^(\\w+) as (materialized )?\\(\n.*?\n\\)', sql, modules.re.MULTILINE + modules.re.DOTALL) -%}
        {%- do ctes.append({
            'name': cte.group(1),
            'sql': cte.group(0),
            'made': modules.re.findall('\\bas (\\w+),?$', cte.group(0), modules.re.MULTILINE),
            'order': none,
        }) -%}
    {%- endfor -%}
    {{ return(ctes) }}
{%- endmacro -%}
