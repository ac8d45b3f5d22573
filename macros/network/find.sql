{# The resolved description of the network in `relation`, see _described_network, with the number of categories of each feature of which it
   learned all. #}
{%- macro _network(relation=none) -%}
    {%- set network = dbt_nn._described_network(relation) -%}
    {{ return(network if relation is none else dbt_nn._with_kept_counts(network, relation)) }}
{%- endmacro -%}

{# The network with the number of categories in the newest row of `relation`, a network's table or the one row to start from, for each feature of
   which it learned all. #}
{%- macro _with_kept_counts(network, relation) -%}
    {%- set lookups = network.lookups | selectattr('count', 'none') | list -%}
    {%- if not lookups or not dbt_nn._is_built(relation) -%}
        {{ return(network) }}
    {%- endif -%}
    {%- do dbt_nn._check_learned_columns(network, relation) -%}
    {%- set columns = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
    {%- set lengths = [] -%}
    {%- for lookup in lookups -%}
        {%- do lengths.append(dbt_nn._length(lookup.categories)) -%}
    {%- endfor -%}
    {#- With --empty, a relation is a query for no rows; render() gives the table. -#}
    {%- for row in run_query('select ' ~ lengths | join(', ') ~ ' from ' ~ dbt_nn._warm_row(relation.render(), columns)).rows -%}
        {%- set counts = {} -%}
        {%- for lookup in lookups -%}
            {%- do counts.update({lookup.feature: row[loop.index0] | int}) -%}
        {%- endfor -%}
        {{ return(dbt_nn._with_counts(network, counts)) }}
    {%- endfor -%}
    {{ return(network) }}
{%- endmacro -%}

{# The resolved description of the network in `relation` (a table of its rows) or, without one, of the model that is being
   built. For a relation it is the description of the dbt model that makes it; if no model does (a source, another project's table),
   the one in its rows, which lacks only what they do not depend on; otherwise that of the model being built. #}
{%- macro _described_network(relation=none) -%}
    {%- set own = dbt_nn._own_description() -%}
    {%- if relation is none -%}
        {%- if own is none -%}
            {%- do dbt_nn._refuse_undescribed() -%}
        {%- endif -%}
        {{ return(dbt_nn._resolve(own)) }}
    {%- endif -%}

    {%- set node = dbt_nn._node_of(relation) -%}
    {%- set described = dbt_nn._described_in(node.config.meta) if node is not none else none -%}
    {%- if described is not none -%}
        {{ return(dbt_nn._resolve(described)) }}
    {%- endif -%}
    {%- set kept = dbt_nn._kept_description(dbt_nn._relation_under_test(relation)) -%}
    {%- if own is not none -%}
        {%- set described = dbt_nn._resolve(own) -%}
        {#- For a unit test's fixture its own description counts, not that of the table that it replaces. -#}
        {%- if relation.is_cte or kept is none or not dbt_nn._differences(fromjson(kept), fromjson(described.fingerprint)) -%}
            {{ return(described) }}
        {%- endif -%}
    {%- endif -%}
    {%- if kept is none -%}
        {%- do dbt_nn._refuse_undescribed(relation) -%}
    {%- endif -%}
    {{ return(dbt_nn._resolve_kept(kept)) }}
{%- endmacro -%}

{# The description in the `meta` of a model, as the user wrote it: `network`, and over it each `network.<option>`, so that a model can
   change one option of its folder's description; of two mappings called `network` dbt keeps only the nearer. None without either. #}
{%- macro _described_in(meta) -%}
    {%- set options = {} -%}
    {%- for key, value in (meta or {}).items() if key is string and key.startswith('network.') -%}
        {%- do options.update({key.removeprefix('network.'): value}) -%}
    {%- endfor -%}
    {%- set network = (meta or {}).get('network') -%}
    {%- if not options or (network is not none and network is not mapping) -%}
        {{ return(network) }}
    {%- endif -%}
    {%- set described = dict(network or {}) -%}
    {%- do described.update(options) -%}
    {{ return(described) }}
{%- endmacro -%}

{# The description of the model that is being built, as the user wrote it, or none. dbt builds unit tests without the model's
   `meta`, so a unit test gives the description under `overrides: vars: dbt_nn_network`. #}
{%- macro _own_description() -%}
    {{ return(dbt_nn._described_in(config.get('meta')) if model.resource_type != 'unit_test' else var('dbt_nn_network', none)) }}
{%- endmacro -%}

{# The model that makes `relation` or, with --defer, its counterpart in another environment, with the configuration that it has
   there; none if no model makes it. In a unit test no models are known. #}
{%- macro _node_of(relation) -%}
    {%- for node in graph.get('nodes', {}).values() if node.resource_type == 'model' -%}
        {%- for made in [node, node.get('defer_relation')] if made
            and made.alias | lower == relation.identifier | string | lower
            and made.schema | lower == relation.schema | string | lower
            and (not made.database or not relation.database or made.database | lower == relation.database | lower) -%}
            {{ return(made) }}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro -%}

{# The description, as text, in the newest row of `relation`, a network's table; none if it has no such row or cannot be read. #}
{%- macro _kept_description(relation) -%}
    {%- if not dbt_nn._is_empty() and dbt_nn._is_built(relation) -%}
        {%- set columns = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
        {%- if 'description' in columns and 'trained_at' in columns and 'iteration' in columns -%}
            {%- for text in run_query(dbt_nn._newest_row(relation, columns='description')).columns[0].values() -%}
                {{ return(text) }}
            {%- endfor -%}
        {%- endif -%}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro -%}

{# `relation` or, in a unit test, the table that the fixture replaces: dbt passes a unit test the fixture, and not the relation that
   the tested model reads. The table is the one with the fixture's name in the schema of the model, unless it has an alias. #}
{%- macro _relation_under_test(relation) -%}
    {%- if relation is not string and relation.is_cte and model.resource_type == 'unit_test' -%}
        {{ return(api.Relation.create(
            database=model.database, schema=model.schema, identifier=relation.identifier | replace('__dbt__cte__', '')
        )) }}
    {%- endif -%}
    {{ return(relation) }}
{%- endmacro -%}

{# Stops because nothing describes the network of the model that is being built, or the one in `relation`. #}
{%- macro _refuse_undescribed(relation=none) -%}
    {%- do exceptions.raise_compiler_error(
        '`meta.network` must describe the network' ~ (' of ' ~ relation if relation is not none else '') ~ '; received nothing. '
        ~ "Add `meta: {network: {features: [...], label: ..., classes: [...], hidden_units: [...]}}` to the model's config."
        ~ (
            ' In a unit test, write `overrides: {vars: {dbt_nn_network: {...}}}`.' if model.resource_type == 'unit_test'
            else ' A network that is a source needs no description once it is built: its rows carry it.' if relation is not none else ''
        )
    ) -%}
{%- endmacro -%}
