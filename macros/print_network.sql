{% macro print_network(network, iteration=none, with_values=true) %}
    {%- set described = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and dbt_nn._described_in(node.config.meta) -%}
        {%- do described.append(node) -%}
    {%- endfor -%}
    {%- set namesakes = described | selectattr('name', 'equalto', network) | list -%}
    {%- if not namesakes -%}
        {%- do dbt_nn._refuse(
            'network', 'the name of a model that has a description in `meta.network`', network,
            'These have one: ' ~ (dbt_nn._shortened(described | map(attribute='name') | sort) or 'none') ~ '.'
        ) -%}
    {%- endif -%}
    {%- if iteration is not none and not dbt_nn._is_whole_number(iteration) -%}
        {%- do dbt_nn._refuse('iteration', 'a whole number', iteration, 'Leave it out for the newest one.') -%}
    {%- endif -%}
    {#- If several packages have a model of that name, the project's own. -#}
    {%- set node = ((namesakes | selectattr('package_name', 'equalto', project_name) | list) + namesakes)[0] -%}
    {%- set relation = api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias) -%}
    {%- set network = dbt_nn._with_kept_counts(dbt_nn._resolve(dbt_nn._described_in(node.config.meta)), relation) -%}
    {#- Whatever the layout: a name for each number. -#}
    {%- set in_columns = dbt_nn._in_layout(network, 'columns') -%}
    {%- set printed = {'network': node.name, 'description': {}, 'inputs': in_columns.inputs, 'layers': []} -%}
    {%- do printed.update({'learned': in_columns.learned, 'learned_texts': in_columns.learned_texts}) -%}
    {%- for name in dbt_nn._options() -%}
        {%- do printed.description.update({name: network[name]}) -%}
    {%- endfor -%}
    {%- for layer in in_columns.layers -%}
        {%- do printed.layers.append({'weights': layer.weights, 'biases': layer.biases}) -%}
    {%- endfor -%}
    {%- if with_values -%}
        {%- set row = dbt_nn._values_of_row(network, relation, iteration) -%}
        {%- do printed.update({'iteration': row.iteration, 'values': row['values']}) -%}
    {%- endif -%}
    {%- do print(tojson(printed)) -%}
{% endmacro %}
