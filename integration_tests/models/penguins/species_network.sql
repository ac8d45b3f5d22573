{{ config(
    materialized='incremental',
    unique_key='iteration',
    meta={'network': {
        'features': ['bill_length_mm', 'bill_depth_mm', 'flipper_length_mm', 'body_mass_g', 'island', 'sex'],
        'label': 'species',
        'classes': ['Adelie', 'Chinstrap', 'Gentoo'],
        'hidden_units': [8],
        'categories': {'island': 3, 'sex': 2},
        'standardize': true,
        'impute': true,
        'initialization': 'glorot',
        'learning_rate': 0.3,
        'l2_reg': 0.01
    }}
) }}

{{ dbt_nn.train(data=ref('penguins_train'), iterations=var('iterations', 500)) }}
