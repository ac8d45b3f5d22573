{% macro training_step(network) %}
{{- dbt_nn.forward_pass(network) }},

{{ dbt_nn.loss(network) }},

{{ dbt_nn.back_propagation(network) }},

{{ dbt_nn.update_parameters(network) }}
{%- endmacro %}
