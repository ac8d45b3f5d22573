{# The resolved description that all other macros take: `description`, checked and completed with the defaults, and
   - `inputs` and `lookups`: what it reads from its features, see _inputs and _lookups; `num_inputs`; `counts`, see _with_counts;
   - `layers`, and the columns that hold the `parameters`: see _columns_of_parameters and _lists_of_parameters; `num_parameters`; a hidden
     layer has its `activation`, and `keeps_sums` where that needs the sums for its slope;
   - `schema`: the columns of its rows, see _schema; of these `moments` and `learned` by name, and `learned_texts`;
   - `has_margin`: whether the slopes of two scores differ only in sign, so that their margin is all that counts;
   - `opposites`: if so, and if each parameter is a column, maps each parameter of the first score to that of the second, whose
     gradient is the same except for the sign (and the penalty); otherwise empty;
   - `sums_first`: whether fewer sums do, taken over the examples before the weights are multiplied in, see _finished_sums;
   - `is_kept`: whether it is only what the network's rows carry, see _resolve_kept;
   - `by_row`: whether a statement over lists has an example in each row, see _gradients_by_row;
   - `sums_by`: a column of `state` that the sums over the examples are grouped by, or none, see _with_cheap_sums;
   - `is_plain`: whether its SQL should be for any engine, and not only for the current one;
   - `fingerprint`: the part that rows trained so far depend on, as text; a row carries it as `description`. #}
{%- macro _resolve(description) -%}
    {%- do dbt_nn._check_description(description) -%}
    {%- set options = dbt_nn._options() -%}
    {%- set network = {'is_plain': false, 'is_kept': false, 'sums_by': none} -%}
    {%- for name, option in options.items() -%}
        {%- do network.update({name: description.get(name, option.default)}) -%}
    {%- endfor -%}
    {%- if network.learning_rate is none -%}
        {%- do network.update({'learning_rate': dbt_nn._optimizers()[network.optimizer].learning_rate}) -%}
    {%- endif -%}

    {%- do network.update({'counts': {}}) -%}
    {%- do network.update(dbt_nn._sizes(network)) -%}
    {%- set network = dbt_nn._in_layout(network, dbt_nn._chosen_layout(network)) -%}
    {%- do dbt_nn._check_initial_parameters(network) -%}

    {%- set kept = {} -%}
    {%- for name, option in options.items() if option.kept == 'always' -%}
        {%- do kept.update({name: network[name]}) -%}
    {%- endfor -%}
    {%- for name, option in options.items() if option.kept == 'where_used' and network[name] and network[name] != option.get('unsaid', option.default) -%}
        {#- A row keeps only a hash of given starting values. -#}
        {%- do kept.update({
            name: local_md5(tojson(network[name], sort_keys=true)) if option.kind == 'parameters' else network[name]
        }) -%}
    {%- endfor -%}
    {%- do network.update({'fingerprint': tojson(kept)}) -%}
    {{ return(network) }}
{%- endmacro -%}

{# The network with what depends on its layout, of the parts that _resolve lists: its own, or another one for a part of the work. #}
{%- macro _in_layout(network, layout, by_row=false) -%}
    {%- set network = dict(network, layout=layout, by_row=by_row) -%}
    {%- do network.update({'inputs': dbt_nn._inputs(network), 'lookups': dbt_nn._lookups(network)}) -%}
    {%- do network.update(dbt_nn._lists_of_parameters(network) if layout == 'lists' else dbt_nn._columns_of_parameters(dbt_nn._widths(network))) -%}
    {%- for layer in network.layers[:-1] -%}
        {%- set activation = network.activation if network.activation is string else network.activation[loop.index0] -%}
        {%- do layer.update({'activation': activation, 'keeps_sums': dbt_nn._activations()[activation].get('needs_sum', false) and not by_row}) -%}
    {%- endfor -%}
    {%- set has_margin = dbt_nn._head(network).is_antisymmetric -%}
    {%- set opposites = {} -%}
    {%- if has_margin and layout == 'columns' -%}
        {%- for pair in network.layers[-1].weights + [network.layers[-1].biases] -%}
            {%- do opposites.update({pair[0]: pair[1]}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do network.update({
        'has_margin': has_margin,
        'opposites': opposites,
        'sums_first': has_margin and network.layers | length == 2 and not network.lookups
            and dbt_nn._activations()[network.layers[0].activation].get('is_homogeneous', false),
        'schema': dbt_nn._schema(network),
    }) -%}
    {%- do network.update({
        'moments': dbt_nn._row_columns(network, ['moment']),
        'learned': dbt_nn._row_columns(network, ['learned']),
        'learned_texts': network.schema | selectattr('role', 'equalto', 'learned') | selectattr('type', 'equalto', 'text') | map(attribute='name') | list,
    }) -%}
    {{ return(network) }}
{%- endmacro -%}

{# How many inputs and parameters the network has. #}
{%- macro _sizes(network) -%}
    {%- set num_inputs = dbt_nn._num_inputs(network) -%}
    {%- set widths = dbt_nn._widths(dict(network, num_inputs=num_inputs)) -%}
    {%- set size = namespace(parameters=0) -%}
    {%- for width in widths[1:] -%}
        {%- set size.parameters = size.parameters + (widths[loop.index0] + 1) * width -%}
    {%- endfor -%}
    {{ return({'num_inputs': num_inputs, 'num_parameters': size.parameters}) }}
{%- endmacro -%}

{# The network with the `counts` of the categories of features of which it learns all. #}
{%- macro _with_counts(network, counts) -%}
    {%- set network = dict(network, counts=counts) -%}
    {%- do network.update(dbt_nn._sizes(network)) -%}
    {{ return(dbt_nn._in_layout(network, network.layout)) }}
{%- endmacro -%}

{# The layout of a network: the one described or, for `auto`, lists where the warehouse computes with them and the network is not narrow, or
   learns all categories of a feature. Refuses one that cannot hold the network. #}
{%- macro _chosen_layout(network) -%}
    {%- set of_all = [] -%}
    {%- for feature, given in network.categories.items() if given == 'all' -%}
        {%- do of_all.append(feature) -%}
    {%- endfor -%}
    {%- if of_all and (network.layout == 'columns' or not dbt_nn._has_lists()) -%}
        {%- do dbt_nn._refuse(
            'categories', 'a number or a list of categories for each feature where categories are not looked up', of_all[0] ~ ': all',
            'Write how many of the most frequent ones to learn' ~ (', or leave `layout: columns` out.' if dbt_nn._has_lists() else '.')
        ) -%}
    {%- elif network.layout == 'auto' and dbt_nn._has_lists() -%}
        {{ return('lists' if network.num_parameters > dbt_nn._most_columns() or of_all else 'columns') }}
    {%- elif network.layout == 'lists' and not dbt_nn._has_lists() -%}
        {%- do dbt_nn._refuse(
            'layout', 'columns on ' ~ adapter.type(), network.layout,
            'Of the warehouses that dbt_nn knows, DuckDB and BigQuery train networks of lists. Leave it out.'
        ) -%}
    {%- elif network.num_parameters > 100000 and network.layout != 'lists' -%}
        {%- do dbt_nn._refuse(
            'hidden_units', 'small enough for at most 100000 parameters', network.hidden_units,
            'This network would have ' ~ network.num_parameters ~ ', each a column of its table: use narrower layers, or fewer categories.'
        ) -%}
    {%- endif -%}
    {{ return('columns' if network.layout == 'auto' else network.layout) }}
{%- endmacro -%}

{# _resolve for `kept`, a description in a network's rows, as text. What is not in it, such as the penalty, is unknown:
   `is_kept`. #}
{%- macro _resolve_kept(kept) -%}
    {%- set description = fromjson(kept) -%}
    {%- do description.pop('initial_parameters', none) -%}
    {{ return(dict(dbt_nn._resolve(description), fingerprint=kept, is_kept=true)) }}
{%- endmacro -%}

{# The widths as text: `2-2-2`. #}
{%- macro _shape(network) -%}
    {{ return(dbt_nn._widths(network) | join('-')) }}
{%- endmacro -%}
