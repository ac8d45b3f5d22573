{% macro predict_function(network, probability_of=none, iteration=none) %}
    {%- do dbt_nn._check_call('predict_function', {'network': network}, iteration) -%}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set network_rows, network = network, dbt_nn._network(network) -%}
    {%- if probability_of is not none and probability_of not in network.classes -%}
        {%- do dbt_nn._refuse(
            'probability_of', 'one of ' ~ network.classes, probability_of, 'Leave it out to get the likeliest class.'
        ) -%}
    {%- endif -%}
    {%- set row = dbt_nn._values_of_row(network, network_rows, iteration) -%}
    {%- set network = dbt_nn._in_layout(network, 'columns') -%}
    {%- set arguments = [] -%}
    {%- for feature in network.features -%}
        {%- do arguments.append(dbt_nn._function_argument(feature) ~ ' as ' ~ dbt_nn._quoted(feature)) -%}
    {%- endfor %}
(
    with

    state as (

        {{ dbt_nn._literal_row(network, row['values']) | indent(8) }}

    ),

    {{ dbt_nn.examples(network, '(select ' ~ arguments | join(', ') ~ ') as arguments', with_label=false) | indent(4) }},

    {{ dbt_nn.forward_pass(network) | indent(4) }}

    {% if probability_of is none -%}
    select {{ dbt_nn._or_fault(dbt_nn._predicted(network), dbt_nn._class_type(network), row.fault) }}
    {%- else -%}
    {%- set probability = dbt_nn._if_known(network, 'probs_' ~ network.classes.index(probability_of)) -%}
    select {{ dbt_nn._or_fault(probability, dbt_nn._double_type(), row.fault) }}
    {%- endif %}
    from softmax
)
{% endmacro %}
