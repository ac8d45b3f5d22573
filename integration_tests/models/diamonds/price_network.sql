{{ config(
    materialized='incremental',
    unique_key='iteration',
    meta={'network': {
        'features': ['carat', 'depth', 'table', 'length_mm', 'width_mm', 'height_mm', 'cut', 'color', 'clarity'],
        'label': 'price_band',
        'classes': ['under 1,000', '1,000 to 5,000', 'over 5,000'],
        'hidden_units': [8],
        'categories': {'cut': 5, 'color': 7, 'clarity': 8},
        'standardize': true,
        'impute': ['length_mm', 'width_mm', 'height_mm'],
        'initialization': 'he',
        'batch_size': 500,
        'learning_rate': 0.2
    }}
) }}

{{ dbt_nn.train(data=ref('diamonds_train'), iterations=var('iterations', 2000), record_every=20) }}
