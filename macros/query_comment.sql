{% macro query_comment(node) %}
    {%- set comment = {'app': 'dbt_nn', 'dbt_version': dbt_version, 'target_name': target.name, 'invocation_id': invocation_id} -%}
    {%- if node -%}
        {%- do comment.update({'node_id': node.unique_id, 'model': node.name}) -%}
        {%- set network = dbt_nn._described_in(node.config.meta) -%}
        {#- A wrong description is refused when the model is built, not here. -#}
        {%- if network is mapping and network.features is sequence and network.hidden_units is sequence and network.classes is sequence
            and network.hidden_units | select('integer') | list | length == network.hidden_units | length -%}
            {%- do comment.update({'network': dbt_nn._shape(network)}) -%}
        {%- endif -%}
    {%- endif -%}
    {{ return(tojson(comment)) }}
{% endmacro %}
