{# Refuses a call of the macro `name` that lacks one of the arguments that it needs, `given` (names to values), or whose `iteration`
   cannot be one; while dbt parses, also mistakes in the model's own config(). Every macro that a model calls for its SQL calls it
   first, so that `dbt parse` finds the mistake, and not the run, after everything upstream is built. #}
{%- macro _check_call(name, given, iteration=none, trains=false) -%}
    {%- set needed = given.keys() | join('=…, ') ~ '=…' -%}
    {#- While dbt parses, what the model sets when it runs is undefined too, but not in the way of an argument left out. -#}
    {%- for argument, value in given.items() if value is undefined and (execute or value == not_set) -%}
        {%- do dbt_nn._refuse(argument, 'given to dbt_nn.' ~ name, none, 'Write dbt_nn.' ~ name ~ '(' ~ needed ~ ').') -%}
    {%- endfor -%}
    {%- if dbt_nn._is_known(iteration) and iteration is not none and not dbt_nn._is_whole_number(iteration, 0) -%}
        {%- do dbt_nn._refuse(
            'iteration', 'a whole number, 0 or above', iteration,
            dbt_nn._as_number(iteration, is_whole=true) or 'Leave it out for the newest one.'
        ) -%}
    {%- endif -%}
    {%- do dbt_nn._check_own_config(trains) -%}
{%- endmacro -%}

{# Refuses mistakes in the current model's config() while dbt parses it: nothing can override them later, unlike those in YAML,
   where a file beside the models goes before dbt_project.yml. (_check_selected_models checks the YAML, before anything is built.)
   `trains` says whether the model keeps a network's rows. Dispatched, so that a project can choose to have all of it refused when
   a model runs, and not before. #}
{%- macro _check_own_config(trains=false) -%}
    {{ return(adapter.dispatch('_check_own_config', 'dbt_nn')(trains)) }}
{%- endmacro -%}

{%- macro default___check_own_config(trains=false) -%}
    {%- if not execute and model.resource_type == 'model' and config.context_config is defined and config.context_config -%}
        {%- set written = config.context_config.build_config_dict() -%}
        {%- set inherited = model.get('config', {}) -%}
        {%- set meta = written.get('meta', {}) -%}
        {%- set network = dbt_nn._described_in(meta) -%}
        {%- for option, value in (network.items() | list if network is mapping else []) + meta.items() | list -%}
            {%- set names = dbt_nn._unquoted(option) + dbt_nn._unquoted(value) -%}
            {%- if names -%}
                {%- do exceptions.raise_compiler_error(
                    '`' ~ (option if option is defined else 'network') ~ '` must have its strings in quotes, because config() is Jinja; received '
                    ~ names | join(', ') ~ " without quotes. Write '" ~ names | join("', '") ~ "'."
                ) -%}
            {%- endif -%}
        {%- endfor -%}
        {#- None may stand for a variable that has its value only when the model runs. -#}
        {%- if network is not none and network != dbt_nn._described_in(inherited.get('meta')) and 'None' not in network | string -%}
            {%- do dbt_nn._resolve(network) -%}
        {%- endif -%}
        {%- if trains and written.get('materialized') != inherited.get('materialized') -%}
            {%- set key = written.get('unique_key') -%}
            {%- do dbt_nn._check_training_model({
                'materialized': written.get('materialized'),
                'unique_key': 'iteration' if key is none or key == inherited.get('unique_key') else key,
            }) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}

{# A hook before a run (on-run-start of this package): refuses a bad description of a network, and a model that cannot keep a
   network's rows, before anything is built. It checks the models that the run builds, each description once, and returns no SQL.
   A `meta: network:` that has another meaning is ignored. Dispatched, so that a project can choose to have all of it refused when
   a model runs, and not before. #}
{%- macro _check_selected_models() -%}
    {{ return(adapter.dispatch('_check_selected_models', 'dbt_nn')()) }}
{%- endmacro -%}

{%- macro default___check_selected_models() -%}
    {%- if execute and not dbt_nn._only_compiles() -%}
        {%- set checked = [] -%}
        {%- for id in selected_resources if id in graph.nodes and graph.nodes[id].resource_type == 'model' -%}
            {%- set node = graph.nodes[id] -%}
            {%- set description = dbt_nn._described_in(node.config.meta) -%}
            {%- set trains = 'macro.dbt_nn.train' in node.depends_on.macros or 'macro.dbt_nn.initial_parameters' in node.depends_on.macros -%}
            {#- For _refuse, which names the model. -#}
            {%- do model.update({'judged': node}) -%}
            {%- if trains -%}
                {%- do dbt_nn._check_training_model(node.config) -%}
            {%- endif -%}
            {%- if trains and description is none -%}
                {%- do dbt_nn._refuse(
                    'meta.network', 'a description of the network', none,
                    "Add `meta: {network: {features: [...], label: ..., classes: [...], hidden_units: [...]}}` to the model's config."
                ) -%}
            {%- elif (trains or (description is mapping and ('features' in description or 'hidden_units' in description)))
                and description | string not in checked -%}
                {%- do dbt_nn._resolve(description) -%}
                {%- do checked.append(description | string) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{# Refuses a model whose materialization cannot keep a network's rows. `settings` are the settings to check, by default those of
   the current model. #}
{%- macro _check_training_model(settings=none) -%}
    {%- set settings = settings or model.config -%}
    {%- set materialized = settings.materialized -%}
    {%- if materialized not in ['incremental', 'table', 'test', 'unit'] and not materialized.startswith('unit') -%}
        {%- do dbt_nn._refuse(
            'materialized', "'incremental' (each run adds iterations) or 'table' (each run starts over)", materialized,
            "A network's rows are its checkpoints: write config(materialized='incremental', unique_key='iteration')."
        ) -%}
    {%- elif materialized == 'incremental' and settings.unique_key not in ['iteration', ['iteration']] -%}
        {%- do dbt_nn._refuse(
            'unique_key', "'iteration'", settings.unique_key,
            'Without it, a repeated run would leave its rows twice.'
        ) -%}
    {%- endif -%}
{%- endmacro -%}
