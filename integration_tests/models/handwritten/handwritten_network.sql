{# YAML has no loop over 784 names. #}
{% set pixels = [] %}
{% for n in range(784) %}
    {% do pixels.append('pixel_' ~ n) %}
{% endfor %}
{{ config(
    materialized='incremental',
    unique_key='iteration',
    meta={'network': {
        'features': pixels,
        'label': 'digit',
        'classes': range(10) | list,
        'hidden_units': [128],
        'initialization': 'glorot',
        'optimizer': 'momentum',
        'learning_rate': 0.1,
        'batch_size': 256
    }}
) }}

{# dbt reads a disabled model too, and a column a parameter is refused for 101,770 of them. #}
{% if var('wide_networks', false) %}
{{ dbt_nn.train(data=ref('handwritten_train'), iterations=var('iterations', 200), record_every=20) }}
{% endif %}
