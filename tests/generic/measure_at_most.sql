{% test measure_at_most(model, measure, value, data=none, iteration=none) %}

{{ dbt_nn._measure_fails(model, measure, data, iteration, '<=', value) }}

{% endtest %}
