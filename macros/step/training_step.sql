{% macro training_step(network, carried=none) %}
{{- dbt_nn.forward_pass(network) }},

{{ dbt_nn.loss(network) }},

{{ dbt_nn.back_propagation(network) }},

{{ dbt_nn.update_parameters(network, carried) }}
{%- endmacro %}
