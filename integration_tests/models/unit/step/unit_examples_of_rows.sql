{%- set network = dbt_nn._resolve(var('unit_network')) -%}
with

{{ dbt_nn.examples(network, ref('unit_rows')) }}

select * from examples
