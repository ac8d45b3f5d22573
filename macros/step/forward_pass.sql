{% macro forward_pass(network) %}
    {%- if network.layout == 'lists' -%}
        {{ return(dbt_nn._forward_of_rows(network)) }}
    {%- endif -%}
    {%- set ctes = [] -%}
    {%- set at = namespace(source='examples') -%}
    {%- for layer in network.layers -%}
        {%- set sums = 'forward_' ~ layer.number if layer.is_last else 'linear_' ~ layer.number -%}
        {%- do ctes.append(dbt_nn._extended(sums, dbt_nn._weighted_sums(layer), at.source, joined='state' if loop.first else none)) -%}
        {%- if not layer.is_last -%}
            {%- do ctes.append(dbt_nn._extended('forward_' ~ layer.number, dbt_nn._activated(network, layer), sums)) -%}
        {%- endif -%}
        {%- set at.source = 'forward_' ~ layer.number -%}
    {%- endfor -%}
    {%- for name, columns in dbt_nn._head(network).stages.items() -%}
        {%- do ctes.append(dbt_nn._extended(name, columns, at.source)) -%}
        {%- set at.source = name -%}
    {%- endfor -%}
{{ ctes | join(',\n\n') }}
{%- endmacro %}

{# CTEs from `examples` and `state` to `softmax`, in the layout of lists. The scores are columns, one a class, and so is all that is made of
   them: results have a column a class anyway. #}
{%- macro _forward_of_rows(network) -%}
    {%- set names = dbt_nn._numbered('x_', network.inputs) -%}
    {#- An example that lacks an input has no scores. -#}
    {%- set ctes = [
        dbt_nn._units(network),
        dbt_nn._extended('numbers', {'numbers': dbt_nn._list_of(names)}, 'examples', joined='units'),
        dbt_nn._extended('inputs', dbt_nn._completed(network, 'd0'), dbt_nn._namesake('numbers')),
    ] -%}
    {%- for layer in network.layers[:-1] -%}
        {%- do ctes.append(dbt_nn._extended(
            'forward_' ~ layer.number, {'d' ~ layer.number: dbt_nn._outputs_of(network, layer, 'd' ~ loop.index0)},
            'inputs' if loop.first else 'forward_' ~ loop.index0
        )) -%}
    {%- endfor -%}
    {%- do ctes.append(dbt_nn._scores_of_rows(network, 'inputs' if network.layers[0].is_last else 'forward_' ~ (network.layers | length - 1))) -%}
{{ ctes | join(',\n\n') }}
{%- endmacro -%}

{# CTEs from `source`, which has what the last layer reads, to `softmax`. #}
{%- macro _scores_of_rows(network, source) -%}
    {%- set last = network.layers[-1] -%}
    {%- set ctes = [] -%}
    {%- set at = namespace(source=source) -%}
    {%- if not network.has_margin -%}
        {%- set scores = {} -%}
        {%- for score in last.outputs -%}
            {%- set sum = dbt_nn._weighted_sum(network, last, 'd' ~ (last.number - 1), dbt_nn._weights_of(last, loop.index)) -%}
            {%- do scores.update({score: 'case when is_complete then ' ~ sum ~ ' end'}) -%}
        {%- endfor -%}
        {%- do ctes.append(dbt_nn._extended('forward_' ~ last.number, scores, at.source)) -%}
        {%- set at.source = 'forward_' ~ last.number -%}
    {%- endif -%}
    {%- for name, columns in dbt_nn._head(network).stages.items() -%}
        {%- do ctes.append(dbt_nn._extended(name, columns, at.source)) -%}
        {%- set at.source = name -%}
    {%- endfor -%}
{{ ctes | join(',\n\n') }}
{%- endmacro -%}
