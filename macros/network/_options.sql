{# Every option of a network's description with the value it takes when it is left out; `required` has none. #}
{%- macro _options() -%}
    {{ return({
        'features': 'required',
        'label': 'required',
        'classes': 'required',
        'hidden_units': 'required',
        'categories': {},
        'standardize': false,
        'impute': false,
        'activation': 'relu',
        'learning_rate': 0.1,
        'l2_reg': 0.0,
        'seed': 0,
        'initialization': 'post',
        'initial_parameters': {},
        'optimizer': 'sgd',
        'batch_size': none,
        'task': 'classification',
        'layout': 'columns',
    }) }}
{%- endmacro -%}
