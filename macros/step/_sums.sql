{# The CTE `sums`, between `totals` and `gradients`: the state and the sums of all examples, in one row. For two classes and one
   hidden layer it finishes the sums. A hidden unit passes dscores_1 on where it is active: its dd is that times
   (w2_01 - w2_00), one number for all examples, which is put in here and not before. And an active unit gives d = x·w + b, so
   that the sum of d * dscores_1 is had from those of x * passed_d and passed_d. #}
{%- macro _sums(network) -%}
sums as (

    select
        state.*,
    {%- if network.is_shallow %}
        {%- set hidden = network.layers[0] -%}
        {%- set last = network.layers[1] %}
        batch.batch_size,
        batch.num_complete,
        batch.num_labelled,
        batch.sum_loss,
        batch.num_correct,
        {%- for parameters in hidden.weights + [hidden.biases] %}
            {%- for parameter in parameters %}
        batch.passed_{{ parameter }} * ({{ last.weights[loop.index0] | reverse | join(' - ') }}) as sum_{{ parameter }},
            {%- endfor %}
        {%- endfor %}
        {%- for weights in last.weights %}
            {%- set unit = loop.index0 -%}
            {%- set terms = [] -%}
            {%- for parameters in hidden.weights + [hidden.biases] -%}
                {%- do terms.append(parameters[unit] ~ ' * batch.passed_' ~ parameters[unit]) -%}
            {%- endfor %}
        {{ dbt_nn._sum_of(terms) }} as sum_{{ weights[1] }},
        {%- endfor %}
        batch.sum_{{ last.biases[1] }}
    {%- else %}
        batch.*
    {%- endif %}
    from state
    cross join totals as batch

)
{%- endmacro -%}
