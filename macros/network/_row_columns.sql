{# The columns of a network's rows, in order. #}
{%- macro _row_columns(network) -%}
    {{ return(
        ['trained_at', 'training_run', 'iteration', 'loss', 'accuracy', 'num_examples', 'learning_rate']
        + network.parameters + network.learned + ['description']
    ) }}
{%- endmacro -%}
