{% macro print_network(network, iteration=none, with_values=true) %}
    {%- set found = namespace(node=none) -%}
    {%- set names = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.config.meta.get('network') -%}
        {%- do names.append(node.name) -%}
        {#- Of two packages' models with that name, the project's own. -#}
        {%- if node.name == network and (found.node is none or node.package_name == project_name) -%}
            {%- set found.node = node -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if found.node is none -%}
        {%- do dbt_nn._refuse(
            'network', 'the name of a model that has a description in `meta.network`', network,
            'These have one: ' ~ (dbt_nn._shortened(names | sort) or 'none') ~ '.'
        ) -%}
    {%- endif -%}
    {%- if iteration is not none and (iteration is not integer or iteration is boolean) -%}
        {%- do dbt_nn._refuse('iteration', 'a whole number', iteration, 'Leave it out for the newest one.') -%}
    {%- endif -%}
    {%- set description = dbt_nn._resolve(found.node.config.meta.network) -%}
    {%- set options = {} -%}
    {%- for name in dbt_nn._options() -%}
        {%- do options.update({name: description[name]}) -%}
    {%- endfor -%}
    {%- set layers = [] -%}
    {%- for layer in description.layers -%}
        {%- do layers.append({'weights': layer.weights, 'biases': layer.biases}) -%}
    {%- endfor -%}
    {%- set printed = {
        'network': found.node.name, 'description': options, 'inputs': description.inputs, 'layers': layers, 'learned': description.learned,
    } -%}
    {%- if with_values -%}
        {%- do printed.update(dbt_nn._values_of_row(description, found.node, iteration)) -%}
    {%- endif -%}
    {%- do print(tojson(printed)) -%}
{% endmacro %}
