{% macro predict(network, data, iteration=none) %}
    {%- do dbt_nn._check_call('predict', {'network': network, 'data': data}, iteration) -%}
    {%- if not execute -%}
        {%- do dbt_nn._check_data_in_hook() -%}
        {{ return('') }}
    {%- endif -%}
    {%- set network_rows, network = network, dbt_nn._network(network) -%}
    {%- set added = dbt_nn._added_columns(network) -%}
    {%- do dbt_nn._check_columns(network, data, with_label=false, added=added) -%}
    {%- call dbt_nn._composable() -%}
with

{{ dbt_nn._state(network, network_rows, iteration) }},

{# The row is passed on as one value, so that none of its columns clashes with a name of the network. -#}
{{ dbt_nn.examples(network, data, with_label=false, carried='dbt_nn_row') }},

{{ dbt_nn.forward_pass(network) }}

select
    dbt_nn_row.*,
    {%- for name in added[:-1] %}
    {{ dbt_nn._if_known(network, 'probs_' ~ loop.index0) }} as {{ dbt_nn._quoted(name) }},
    {%- endfor %}
    {{ dbt_nn._predicted(network) }} as {{ dbt_nn._quoted(added[-1]) }}
from softmax
    {%- endcall -%}
{%- endmacro %}
