{# The option that someone who wrote `name` most likely meant: the same thing's word in BigQuery ML, scikit-learn or
   PyTorch, else the option that shares the most pairs of neighbouring letters (Dice's coefficient). #}
{%- macro _nearest_option(name) -%}
    {%- set synonyms = {
        'learn_rate': 'learning_rate', 'learning_rate_init': 'learning_rate', 'lr': 'learning_rate', 'eta': 'learning_rate',
        'activation_fn': 'activation', 'hidden_layer_sizes': 'hidden_units', 'hidden_layers': 'hidden_units',
        'units': 'hidden_units', 'alpha': 'l2_reg', 'reg': 'l2_reg', 'weight_decay': 'l2_reg', 'penalty': 'l2_reg',
        'random_state': 'seed', 'input_label_cols': 'label', 'target': 'label', 'y': 'label', 'inputs': 'features',
        'columns': 'features', 'x': 'features', 'labels': 'classes', 'solver': 'optimizer', 'init': 'initialization',
        'scale': 'standardize', 'scaler': 'standardize', 'standard_scaler': 'standardize', 'normalize': 'standardize',
        'imputer': 'impute', 'nullable': 'impute', 'fill_nulls': 'impute', 'missing_values': 'impute', 'add_indicator': 'impute',
        'one_hot': 'categories', 'one_hot_encoder': 'categories', 'categorical': 'categories', 'categorical_features': 'categories',
        'model_type': 'task', 'weights': 'initial_parameters', 'warm_start': 'initial_parameters',
    } -%}
    {%- set written = name | string | lower -%}
    {%- if written in synonyms -%}
        {{ return(synonyms[written]) }}
    {%- endif -%}
    {%- set pairs = dbt_nn._letter_pairs(written) -%}
    {%- set nearest = namespace(option=none, likeness=-1.0) -%}
    {%- for option in dbt_nn._options() -%}
        {%- set others = dbt_nn._letter_pairs(option) -%}
        {%- set likeness = 2.0 * (set_strict(pairs).intersection(others) | length) / (pairs | length + others | length) -%}
        {%- if likeness > nearest.likeness -%}
            {%- set nearest.option = option -%}
            {%- set nearest.likeness = likeness -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(nearest.option) }}
{%- endmacro -%}
