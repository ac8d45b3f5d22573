{# The columns of a network's rows, in order, each {name, role, type}. Their roles: `key`, which training and iteration a row is of;
   `measure`; `parameter`; `moment`, what the optimiser keeps of a parameter; `learned`, what was learned of the features when
   training began, the same in every row; `description`, see `fingerprint`. The types: `time`, `integer`, `number` (a double), `text`. #}
{%- macro _schema(network) -%}
    {%- set schema = [
        {'name': 'trained_at', 'role': 'key', 'type': 'time'},
        {'name': 'training_run', 'role': 'key', 'type': 'integer'},
        {'name': 'iteration', 'role': 'key', 'type': 'integer'},
        {'name': 'loss', 'role': 'measure', 'type': 'number'},
        {'name': 'accuracy', 'role': 'measure', 'type': 'number'},
        {'name': 'num_examples', 'role': 'measure', 'type': 'integer'},
        {'name': 'learning_rate', 'role': 'measure', 'type': 'number'},
    ] -%}
    {%- for parameter in network.parameters -%}
        {%- do schema.append({'name': parameter, 'role': 'parameter', 'type': 'number'}) -%}
    {%- endfor -%}
    {%- for moment in dbt_nn._optimizers(network)[network.optimizer].moments -%}
        {%- for parameter in network.parameters -%}
            {%- do schema.append({'name': moment ~ '_' ~ parameter, 'role': 'moment', 'type': 'number'}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for input in network.inputs -%}
        {%- for name in [input.mean, input.stddev] | select -%}
            {%- do schema.append({'name': name, 'role': 'learned', 'type': 'number'}) -%}
        {%- endfor -%}
        {%- for name in [input.type, input.category] | select -%}
            {%- do schema.append({'name': name, 'role': 'learned', 'type': 'text'}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(schema + [{'name': 'description', 'role': 'description', 'type': 'text'}]) }}
{%- endmacro -%}

{# The names of the columns of a network's rows, in order; of some `roles` alone. #}
{%- macro _row_columns(network, roles=none) -%}
    {%- set columns = network.schema if roles is none else network.schema | selectattr('role', 'in', roles) -%}
    {{ return(columns | map(attribute='name') | list) }}
{%- endmacro -%}

{# The description, as text, that a row of `relation` must carry to be read as the resolved `network`. Where the command at hand runs
   what it writes, a network that is not there to be read, or is another one than described, is refused before anything is
   sent; what happens later is up to the check in the SQL, see _state. `needs_rows` says whether there must be a row, that of
   `iteration` where one is asked for. #}
{%- macro _description_in_rows(network, relation, iteration=none, needs_rows=true) -%}
    {%- if relation is string or relation.is_cte or dbt_nn._is_empty() or dbt_nn._only_compiles() -%}
        {{ return(network.fingerprint) }}
    {%- endif -%}
    {%- set node = dbt_nn._node_of(relation) -%}
    {%- if not dbt_nn._is_built(relation) -%}
        {#- What no model makes the warehouse may know all the same. -#}
        {%- if node is not none -%}
            {%- do dbt_nn._refuse(
                'network', 'built before it is read', relation | string, 'Build it first: dbt build --select ' ~ node.name ~ '.'
            ) -%}
        {%- endif -%}
        {{ return(network.fingerprint) }}
    {%- endif -%}
    {%- set kept = dbt_nn._kept_description(relation) -%}
    {%- if kept is none and needs_rows -%}
        {%- do dbt_nn._refuse(
            'network', "a network's table with at least one row", relation | string,
            'Build it first: dbt build --select ' ~ (node.name if node is not none else relation.identifier) ~ '.'
        ) -%}
    {%- elif kept is none or not dbt_nn._differences(fromjson(kept), fromjson(network.fingerprint)) -%}
        {%- do dbt_nn._check_learned_columns(network, relation) -%}
        {%- if iteration is not none -%}
            {%- do dbt_nn._check_iteration(relation, iteration) -%}
        {%- endif -%}
        {{ return(kept or network.fingerprint) }}
    {%- endif -%}
    {%- do dbt_nn._refuse_another_network(relation, kept, network.fingerprint) -%}
{%- endmacro -%}

{# Refuses an `iteration` that the network in `relation` has no row of. #}
{%- macro _check_iteration(relation, iteration) -%}
    {%- set found = run_query(
        'select count(case when iteration = ' ~ iteration ~ ' then 1 end), max(case when iteration < ' ~ iteration
        ~ ' then iteration end), min(case when iteration > ' ~ iteration ~ ' then iteration end) from ' ~ relation
    ).rows[0] -%}
    {%- if found[0] == 0 -%}
        {%- do dbt_nn._refuse(
            'iteration', 'one that ' ~ relation ~ ' has a row of', iteration,
            'The nearest: ' ~ (found.values()[1:] | reject('none') | map('int') | join(' and ')) ~ '. Leave it out for the newest.'
        ) -%}
    {%- endif -%}
{%- endmacro -%}

{# Refuses rows of a network with categories, in the relation `relation`, that do not say of which types these are: those of a
   version before that. #}
{%- macro _check_learned_columns(network, relation) -%}
    {%- if network.learned_texts and not dbt_nn._only_compiles() and dbt_nn._is_built(relation) -%}
        {%- set columns = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
        {%- for input in network.inputs if input.type is not none and input.category in columns and input.type not in columns -%}
            {%- do dbt_nn._refuse(
                'network', 'one that keeps the types of its categories', relation ~ ', without a column ' ~ input.type,
                'An earlier version trained it: train it anew with --full-refresh.'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{# Stops where the rows of `relation` are of another network than described: `kept` is what they carry, `described` what they would
   have to, both texts. Only what differs is shown. #}
{%- macro _refuse_another_network(relation, kept, described) -%}
    {%- set differences = dbt_nn._differences(fromjson(kept), fromjson(described)) -%}
    {%- do exceptions.raise_compiler_error(
        '`network` must be the one in ' ~ relation ~ ', with ' ~ dbt_nn._options_in_words(differences, 'first')
        ~ '; received ' ~ dbt_nn._options_in_words(differences, 'second')
        ~ '. Put the description back, or train the network anew: dbt build --full-refresh --select ' ~ relation.identifier ~ '.'
    ) -%}
{%- endmacro -%}

{# What two descriptions of networks, mappings of options, differ in: a list of {name, first, second}. The order of a list
   counts, that of a mapping's keys does not; an option that one of them lacks is none there. #}
{%- macro _differences(first, second) -%}
    {%- set differences = [] -%}
    {%- for name in (first.keys() | list + second.keys() | list) | unique(case_sensitive=true) -%}
        {#- As text, for Python takes 0 and false for equals. -#}
        {%- if tojson(first.get(name), sort_keys=true) != tojson(second.get(name), sort_keys=true) -%}
            {%- do differences.append({'name': name, 'first': first.get(name), 'second': second.get(name)}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(differences) }}
{%- endmacro -%}

{# One side, `first` or `second`, of what two descriptions differ in, in words: each option with its value there. #}
{%- macro _options_in_words(differences, side) -%}
    {%- set words = [] -%}
    {%- for difference in differences -%}
        {%- set value = difference[side] -%}
        {%- do words.append(
            '`' ~ difference.name ~ '` ' ~ ('nothing' if value is none else value if value is string else tojson(value))
        ) -%}
    {%- endfor -%}
    {{ return(words | join(', ')) }}
{%- endmacro -%}
