{# The resolved description that all other macros take: `description`, checked and completed with the defaults, and
   - `inputs`: what it reads from its features, see _inputs; `learned`: the columns of its row that hold what was learned from them
     when training started, such as their means, doubles; `learned_texts`: those of them that are texts;
   - `layers`: see _layers;
   - `weights`, `parameters`: the names of all weights, and of all weights and biases, in the order of the columns;
   - `opposites`: with two classes, maps each parameter of the first class's score to that of the second's, whose gradient is
     the same except for the sign (and the penalty); otherwise empty;
   - `is_shallow`: whether it has two classes and one hidden layer; most of its gradient then takes fewer sums, see _sums;
   - `is_kept`: whether it is only what the network's rows carry, see _resolve_kept;
   - `is_plain`: whether its SQL should be for any engine, and not only for the current one;
   - `fingerprint`: the part that rows trained so far depend on, as text; a row carries it as `description`. #}
{%- macro _resolve(description) -%}
    {%- do dbt_nn._check_description(description) -%}
    {%- set network = dbt_nn._options() -%}
    {%- do network.update(description) -%}

    {%- set inputs = dbt_nn._inputs(network) -%}
    {%- set learned = [] -%}
    {%- set texts = [] -%}
    {%- for input in inputs -%}
        {%- do learned.extend([input.mean, input.stddev, input.type, input.category] | select | list) -%}
        {%- do texts.extend([input.type, input.category] | select | list) -%}
    {%- endfor -%}
    {%- do network.update({'inputs': inputs, 'learned': learned, 'learned_texts': texts}) -%}

    {%- set widths = [inputs | length] + network.hidden_units + [network.classes | length] -%}
    {%- set size = namespace(parameters=0) -%}
    {%- for width in widths[1:] -%}
        {%- set size.parameters = size.parameters + (widths[loop.index0] + 1) * width -%}
    {%- endfor -%}
    {%- if size.parameters > 100000 -%}
        {%- do dbt_nn._refuse(
            'hidden_units', 'small enough for at most 100000 parameters', network.hidden_units,
            'This network would have ' ~ size.parameters ~ ', each a column of its table: use narrower layers, or fewer categories.'
        ) -%}
    {%- endif -%}
    {%- set layers = dbt_nn._layers(inputs | length, network.hidden_units, network.classes | length) -%}
    {%- set weights = [] -%}
    {%- set parameters = [] -%}
    {%- for layer in layers -%}
        {%- for row in layer.weights -%}
            {%- do weights.extend(row) -%}
            {%- do parameters.extend(row) -%}
        {%- endfor -%}
        {%- do parameters.extend(layer.biases) -%}
    {%- endfor -%}
    {%- set opposites = {} -%}
    {%- if network.classes | length == 2 -%}
        {%- for pair in layers[-1].weights + [layers[-1].biases] -%}
            {%- do opposites.update({pair[0]: pair[1]}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do network.update({
        'layers': layers, 'weights': weights, 'parameters': parameters, 'opposites': opposites,
        'is_shallow': network.classes | length == 2 and layers | length == 2, 'is_plain': false, 'is_kept': false,
    }) -%}
    {%- do dbt_nn._check_initial_parameters(network) -%}

    {%- set fixed = {} -%}
    {%- for name in ['features', 'label', 'classes', 'hidden_units', 'activation', 'seed', 'initialization'] -%}
        {%- do fixed.update({name: network[name]}) -%}
    {%- endfor -%}
    {#- Options that a description does not use are not in its rows, so that rows from before these options existed still fit. -#}
    {%- for name in ['categories', 'standardize', 'impute'] if network[name] -%}
        {%- do fixed.update({name: network[name]}) -%}
    {%- endfor -%}
    {%- if network.initial_parameters -%}
        {%- do fixed.update({'initial_parameters': local_md5(tojson(network.initial_parameters, sort_keys=true))}) -%}
    {%- endif -%}
    {%- do network.update({'fingerprint': tojson(fixed)}) -%}
    {{ return(network) }}
{%- endmacro -%}

{# _resolve for `kept`, a description in a network's rows, as text. What is not in it, such as the penalty, is unknown:
   `is_kept`. #}
{%- macro _resolve_kept(kept) -%}
    {%- set description = fromjson(kept) -%}
    {#- A row keeps only a hash of given starting values. -#}
    {%- do description.pop('initial_parameters', none) -%}
    {{ return(dict(dbt_nn._resolve(description), fingerprint=kept, is_kept=true)) }}
{%- endmacro -%}

{# The widths of a described network's layers, inputs and outputs included, as text: `2-2-2`. #}
{%- macro _shape(description) -%}
    {{ return(([description.get('inputs', description.features) | length] + description.hidden_units | list + [description.classes | length]) | join('-')) }}
{%- endmacro -%}
