{# The columns of a network's rows, in order, each {name, role, type}. Their roles: `key`, which training and iteration a row is of;
   `measure`; `parameter`; `moment`, what the optimiser keeps of a parameter; `learned`, what was learned of the features when
   training began, the same in every row; `description`, see `fingerprint`. The types: `time`, `integer`, `number` (a double), `numbers`
   (a list of doubles), `text`, `texts` (a list of texts). A moment is `of` a parameter. #}
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
    {%- set parameter_type = 'numbers' if network.layout == 'lists' else 'number' -%}
    {%- for parameter in network.parameters -%}
        {%- do schema.append({'name': parameter, 'role': 'parameter', 'type': parameter_type}) -%}
    {%- endfor -%}
    {%- for moment in dbt_nn._optimizers()[network.optimizer].moments -%}
        {%- for parameter in network.parameters -%}
            {%- do schema.append({'name': moment ~ '_' ~ parameter, 'role': 'moment', 'type': parameter_type, 'of': parameter}) -%}
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
    {%- for lookup in network.lookups -%}
        {%- do schema.append({'name': lookup.type, 'role': 'learned', 'type': 'text'}) -%}
        {%- do schema.append({'name': lookup.categories, 'role': 'learned', 'type': 'texts'}) -%}
    {%- endfor -%}
    {{ return(schema + [{'name': 'description', 'role': 'description', 'type': 'text'}]) }}
{%- endmacro -%}

{# The names of the columns of a network's rows, in order; of some `roles` alone. #}
{%- macro _row_columns(network, roles=none) -%}
    {%- set columns = network.schema if roles is none else network.schema | selectattr('role', 'in', roles) -%}
    {{ return(columns | map(attribute='name') | list) }}
{%- endmacro -%}

{# The columns of the row of a network, as SQL expressions over its row where other features are looked up, that of `source`: only the lists that hold the
   weights of categories are others. #}
{%- macro _crossed(network, source) -%}
    {%- set foreign = dbt_nn._changed_lists(source, network) -%}
    {%- set elements = dbt_nn._elements_of_lists(source, foreign) -%}
    {%- set changed = dbt_nn._changed_lists(network, source) -%}
    {%- set columns = {} -%}
    {%- for column in dbt_nn._row_columns(network) -%}
        {%- set values = [] -%}
        {%- for name in (dbt_nn._names_in_list(network, column) if column in changed else []) -%}
            {%- do values.append(elements.get(name, name)) -%}
        {%- endfor -%}
        {%- do columns.update({column: dbt_nn._list_of(values) if column in changed else elements.get(column, column)}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}

{# The lists in the row of a network that its row in `other` does not have, or that have other numbers there. #}
{%- macro _changed_lists(network, other) -%}
    {%- set lists = [] -%}
    {%- for column in network.schema if column.type in ['numbers', 'texts'] -%}
        {%- if column.get('of', column.name) == network.layers[0].column or column.name not in dbt_nn._row_columns(other) -%}
            {%- do lists.append(column.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(lists) }}
{%- endmacro -%}

{# The description, as text, that a row of `relation` must carry to be read as the resolved `network`. If the current command runs
   the SQL that it writes, a network that is missing, or is not the one described, is refused before anything is sent; the check in
   the SQL finds what changes later, see _state. `needs_rows` says whether there must be a row, that of `iteration` if one is asked
   for. #}
{%- macro _description_in_rows(network, relation, iteration=none, needs_rows=true) -%}
    {%- if relation is string or relation.is_cte or dbt_nn._is_empty() or dbt_nn._only_compiles() -%}
        {{ return(network.fingerprint) }}
    {%- endif -%}
    {%- set node = dbt_nn._node_of(relation) -%}
    {%- if not dbt_nn._is_built(relation) -%}
        {#- The warehouse may have a relation that no model makes. -#}
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

{# Refuses an `iteration` that has no row in the network's table `relation`. #}
{%- macro _check_iteration(relation, iteration) -%}
    {%- set found = run_query(
        'select count(case when iteration = ' ~ iteration ~ ' then 1 end), max(case when iteration < ' ~ iteration
        ~ ' then iteration end), min(case when iteration > ' ~ iteration ~ ' then iteration end) from ' ~ relation
    ).rows[0] -%}
    {%- if found[0] == 0 -%}
        {%- do dbt_nn._refuse(
            'iteration', 'one of the iterations in ' ~ relation, iteration,
            'The nearest ones: ' ~ (found.values()[1:] | reject('none') | map('int') | join(' and ')) ~ '. Leave it out for the newest.'
        ) -%}
    {%- endif -%}
{%- endmacro -%}

{# Refuses a table `relation` of a network with categories that does not keep their types: an earlier version wrote it. #}
{%- macro _check_learned_columns(network, relation) -%}
    {%- if network.learned_texts and not dbt_nn._only_compiles() and dbt_nn._is_built(relation) -%}
        {%- set columns = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
        {%- for lookup in network.lookups if lookup.categories not in columns -%}
            {%- do dbt_nn._refuse(
                'network', 'a network that keeps its categories in a list', relation ~ ', without a column ' ~ lookup.categories,
                'An earlier version of dbt_nn trained it: train it again from the start with --full-refresh.'
            ) -%}
        {%- endfor -%}
        {%- for input in network.inputs if input.type is not none and input.category in columns and input.type not in columns -%}
            {%- do dbt_nn._refuse(
                'network', 'a network that keeps the types of its categories', relation ~ ', without a column ' ~ input.type,
                'An earlier version of dbt_nn trained it: train it again from the start with --full-refresh.'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{# Stops because the rows of `relation` are of another network than described: `kept` is the description that they carry,
   `described` the one that they should carry, both texts. Only the differences are shown. #}
{%- macro _refuse_another_network(relation, kept, described) -%}
    {%- set differences = dbt_nn._differences(fromjson(kept), fromjson(described)) -%}
    {%- do exceptions.raise_compiler_error(
        '`network` must be the one in ' ~ relation ~ ', with ' ~ dbt_nn._options_in_words(differences, 'first')
        ~ '; received ' ~ dbt_nn._options_in_words(differences, 'second')
        ~ '. Restore the description, or train the network again from the start: dbt build --full-refresh --select ' ~ relation.identifier ~ '.'
    ) -%}
{%- endmacro -%}

{# The differences between two descriptions of networks, mappings of options: a list of {name, first, second}. The order of a list
   counts, that of a mapping's keys does not; an option that one of them lacks is none there. #}
{%- macro _differences(first, second) -%}
    {%- set differences = [] -%}
    {%- for name in (first.keys() | list + second.keys() | list) | unique(case_sensitive=true) -%}
        {#- As text, because in Python 0 equals false. -#}
        {%- if tojson(first.get(name), sort_keys=true) != tojson(second.get(name), sort_keys=true) -%}
            {%- do differences.append({'name': name, 'first': first.get(name), 'second': second.get(name)}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(differences) }}
{%- endmacro -%}

{# One side, `first` or `second`, of the differences between two descriptions, in words: each option with its value there. #}
{%- macro _options_in_words(differences, side) -%}
    {%- set words = [] -%}
    {%- for difference in differences -%}
        {%- set value = dbt_nn._options().get(difference.name, {}).get('unsaid') if difference[side] is none else difference[side] -%}
        {%- do words.append(
            '`' ~ difference.name ~ '` ' ~ ('nothing' if value is none else value if value is string else tojson(value))
        ) -%}
    {%- endfor -%}
    {{ return(words | join(', ')) }}
{%- endmacro -%}
