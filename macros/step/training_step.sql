{% macro training_step(network, carried=none) %}
    {%- if network.layout == 'lists' and dbt_nn._trains_in_blocks() -%}
{{- dbt_nn._lists_of_examples(network) }},

{{ dbt_nn._gradients_of_blocks(network) }},

{{ dbt_nn.update_parameters(network, carried) }}
    {%- else -%}
{{- dbt_nn.forward_pass(network) }},

{{ dbt_nn.loss(network) }},

{{ dbt_nn.back_propagation(network) }},

{{ dbt_nn.update_parameters(network, carried) }}
    {%- endif -%}
{%- endmacro %}
