{# The likeliest class, of the type that the label has; NULL where there are no probabilities to compare. #}
{%- macro _predicted(network) -%}
    {%- set labels = [] -%}
    {%- for class in network.classes -%}
        {%- do labels.append(dbt_nn._class_literal(class)) -%}
    {%- endfor -%}
    {{ return(dbt_nn._if_known(network, 'cast(' ~ dbt_nn._likeliest(network, labels) ~ ' as ' ~ dbt_nn._class_type(network) ~ ')')) }}
{%- endmacro -%}
