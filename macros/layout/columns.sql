{# The layers of a network, in order, with the names of the columns for their numbers in the SQL. The names are those of the
   post: `w_00`, `b_0`, `d_0` for the first layer, `w2_00`, `b2_0`, `d2_0` for the second, and so on; the outputs of the last layer
   are `scores_0`, `scores_1`. Indices of two digits are separated: `w_10_3`. #}
{%- macro _layers(num_features, hidden_units, num_classes) -%}
    {%- set layers = [] -%}
    {%- set widths = [num_features] + hidden_units + [num_classes] -%}
    {%- for outputs in widths[1:] -%}
        {%- set number = loop.index -%}
        {%- set suffix = '' if loop.first else number | string -%}
        {%- set fed_by = 'x_' if loop.first else layers[-1].activation_prefix -%}
        {%- set layer = {
            'number': number,
            'is_last': loop.last,
            'activation_prefix': 'd' ~ suffix ~ '_',
            'inputs': [],
            'linear': [],
            'outputs': [],
            'biases': [],
            'weights': [],
        } -%}
        {%- for unit in range(outputs) -%}
            {%- do layer.linear.append(('scores_' if layer.is_last else 'h' ~ suffix ~ '_') ~ unit) -%}
            {%- do layer.outputs.append(('scores_' if layer.is_last else layer.activation_prefix) ~ unit) -%}
            {%- do layer.biases.append('b' ~ suffix ~ '_' ~ unit) -%}
        {%- endfor -%}
        {%- for input in range(widths[loop.index0]) -%}
            {%- do layer.inputs.append(fed_by ~ input) -%}
            {%- set row = [] -%}
            {%- for unit in range(outputs) -%}
                {%- do row.append('w' ~ suffix ~ '_' ~ input ~ ('_' if input > 9 or unit > 9 else '') ~ unit) -%}
            {%- endfor -%}
            {%- do layer.weights.append(row) -%}
        {%- endfor -%}
        {%- do layers.append(layer) -%}
    {%- endfor -%}
    {{ return(layers) }}
{%- endmacro -%}

{# The names `prefix`0, `prefix`1, …, one for each of `columns`. #}
{%- macro _numbered(prefix, columns) -%}
    {%- set names = [] -%}
    {%- for column in columns -%}
        {%- do names.append(prefix ~ loop.index0) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro -%}
