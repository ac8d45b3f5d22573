{% macro loss(network) %}
    {%- set head = dbt_nn._head(network) -%}
{{ dbt_nn._extended('loss', {'example_loss': head.example_loss, 'is_correct': head.is_correct}, 'softmax') }}
{%- endmacro %}
