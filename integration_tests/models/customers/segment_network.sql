{{ config(
    materialized='incremental',
    unique_key='iteration',
    meta={'network': {
        'features': ['order', 'days since last order'],
        'label': "customer's segment",
        'classes': ['new', 'loyal', 'lapsed'],
        'hidden_units': [8],
        'initialization': 'he',
        'learning_rate': 0.5
    }}
) }}

{{ dbt_nn.train(data=ref('customers_train'), iterations=var('iterations', 100)) }}
