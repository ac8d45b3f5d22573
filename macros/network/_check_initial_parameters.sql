{# Refuses given starting values that are no numbers, or that name no parameter of the network. #}
{%- macro _check_initial_parameters(network) -%}
    {%- set given = network.initial_parameters -%}
    {%- if given is not mapping -%}
        {%- do dbt_nn._refuse(
            'initial_parameters', 'a mapping of parameter columns to numbers', given,
            'As in {w_00: -0.00569693, b_0: 0}; what it leaves out is drawn as `initialization` says.'
        ) -%}
    {%- endif -%}
    {%- for name, value in given.items() -%}
        {%- if name not in network.parameters -%}
            {%- do dbt_nn._refuse(
                'initial_parameters', 'a mapping of parameter columns to numbers', name,
                'This network has the ' ~ network.parameters | length ~ ' parameters ' ~ dbt_nn._shortened(network.parameters) ~ '.'
            ) -%}
        {%- elif not dbt_nn._is_number(value) -%}
            {%- do dbt_nn._refuse(
                'initial_parameters', 'a mapping of parameter columns to numbers', name ~ ': ' ~ value,
                dbt_nn._as_number(value) or 'Give `' ~ name ~ '` a finite number, or leave it out.'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}
