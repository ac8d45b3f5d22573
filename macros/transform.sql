{% macro transform(network, data, iteration=none) %}
    {%- do dbt_nn._check_call('transform', {'network': network, 'data': data}, iteration) -%}
    {%- if not execute -%}
        {%- do dbt_nn._check_data_in_hook() -%}
        {{ return('') }}
    {%- endif -%}
    {%- set network_rows, network = network, dbt_nn._network(network) -%}
    {%- set added = dbt_nn._input_columns(network) | map(attribute='name') | list -%}
    {%- do dbt_nn._check_columns(network, data, with_label=false, added=added) -%}
    {%- call dbt_nn._composable() -%}
with

{{ dbt_nn._state(network, network_rows, iteration) }},

{{ dbt_nn.examples(network, data, with_label=false, carried='dbt_nn_row') }}

select
    dbt_nn_row.*,
    {{ added | join(',\n    ') }}
from examples
    {#- If nothing was learned, the network is read only to check that it is the one described. #}
    {%- if not network.learned %}
cross join state
    {%- endif %}
    {%- endcall -%}
{%- endmacro %}
