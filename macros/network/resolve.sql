{# The resolved description that all other macros take: `description`, checked and completed with the defaults, and
   - `inputs`: what it reads from its features, see _inputs;
   - `layers`: see _layers; `weights`, `parameters`: the names of all weights, and of all weights and biases, in the order of the columns;
   - `schema`: the columns of its rows, see _schema; of these `moments` and `learned` by name, and `learned_texts`;
   - `opposites`: if the slopes of two scores differ only in sign, maps each parameter of the first score to that of the second, whose
     gradient is the same except for the sign (and the penalty); otherwise empty;
   - `sums_first`: whether fewer sums do, taken over the examples before the weights are multiplied in, see _finished_sums;
   - `is_kept`: whether it is only what the network's rows carry, see _resolve_kept;
   - `is_plain`: whether its SQL should be for any engine, and not only for the current one;
   - `fingerprint`: the part that rows trained so far depend on, as text; a row carries it as `description`. #}
{%- macro _resolve(description) -%}
    {%- do dbt_nn._check_description(description) -%}
    {%- set options = dbt_nn._options() -%}
    {%- set network = {'is_plain': false, 'is_kept': false} -%}
    {%- for name, option in options.items() -%}
        {%- do network.update({name: description.get(name, option.default)}) -%}
    {%- endfor -%}

    {%- do network.update({'inputs': dbt_nn._inputs(network)}) -%}
    {%- set widths = [network.inputs | length] + network.hidden_units + [network.classes | length] -%}
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
    {%- set layers = dbt_nn._layers(widths) -%}
    {%- set weights, parameters = [], [] -%}
    {%- for layer in layers -%}
        {%- for row in layer.weights -%}
            {%- do weights.extend(row) -%}
            {%- do parameters.extend(row) -%}
        {%- endfor -%}
        {%- do parameters.extend(layer.biases) -%}
    {%- endfor -%}
    {%- do network.update({'layers': layers, 'weights': weights, 'parameters': parameters}) -%}
    {%- do dbt_nn._check_initial_parameters(network) -%}

    {%- set opposites = {} -%}
    {%- if dbt_nn._head(network).is_antisymmetric -%}
        {%- for pair in layers[-1].weights + [layers[-1].biases] -%}
            {%- do opposites.update({pair[0]: pair[1]}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do network.update({
        'opposites': opposites,
        'sums_first': opposites and layers | length == 2 and dbt_nn._activations()[network.activation].is_homogeneous,
        'schema': dbt_nn._schema(network),
    }) -%}
    {%- do network.update({
        'moments': dbt_nn._row_columns(network, ['moment']),
        'learned': dbt_nn._row_columns(network, ['learned']),
        'learned_texts': network.schema | selectattr('role', 'equalto', 'learned') | selectattr('type', 'equalto', 'text') | map(attribute='name') | list,
    }) -%}

    {%- set kept = {} -%}
    {%- for name, option in options.items() if option.kept == 'always' -%}
        {%- do kept.update({name: network[name]}) -%}
    {%- endfor -%}
    {%- for name, option in options.items() if option.kept == 'where_used' and network[name] and network[name] != option.default -%}
        {#- A row keeps only a hash of given starting values. -#}
        {%- do kept.update({
            name: local_md5(tojson(network[name], sort_keys=true)) if option.kind == 'parameters' else network[name]
        }) -%}
    {%- endfor -%}
    {%- do network.update({'fingerprint': tojson(kept)}) -%}
    {{ return(network) }}
{%- endmacro -%}

{# _resolve for `kept`, a description in a network's rows, as text. What is not in it, such as the penalty, is unknown:
   `is_kept`. #}
{%- macro _resolve_kept(kept) -%}
    {%- set description = fromjson(kept) -%}
    {%- do description.pop('initial_parameters', none) -%}
    {{ return(dict(dbt_nn._resolve(description), fingerprint=kept, is_kept=true)) }}
{%- endmacro -%}

{# The widths of a described network's layers, inputs and outputs included, as text: `2-2-2`. #}
{%- macro _shape(description) -%}
    {{ return(([description.get('inputs', description.features) | length] + description.hidden_units | list + [description.classes | length]) | join('-')) }}
{%- endmacro -%}
