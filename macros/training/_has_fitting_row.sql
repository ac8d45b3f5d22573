{# Whether `relation` is built and has a row, which must be of the network described. A relation that is not
   built has none. #}
{%- macro _has_fitting_row(network, relation) -%}
    {%- if not dbt_nn._is_built(relation) -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set columns = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
    {%- if 'description' not in columns or 'trained_at' not in columns -%}
        {%- do dbt_nn._refuse(
            'previous', 'a model made by dbt_nn.initial_parameters or dbt_nn.train', relation | string,
            'It has the columns ' ~ dbt_nn._shortened(columns) ~ '.'
        ) -%}
    {%- endif -%}
    {%- set newest = run_query(dbt_nn._newest_row(relation, columns='description')).columns[0].values() -%}
    {%- if newest | length == 0 -%}
        {{ return(false) }}
    {%- endif -%}
    {%- if newest[0] != network.fingerprint -%}
        {%- do dbt_nn._refuse(
            'network', 'the one whose training began in ' ~ relation ~ ': ' ~ newest[0], network.fingerprint,
            'Describe that network again, or train this one from the start with --full-refresh.'
        ) -%}
    {%- endif -%}
    {{ return(true) }}
{%- endmacro -%}
