{# The iteration of the newest row of `relation`, which must be of the network described; none where it is not built or has no
   row. #}
{%- macro _newest_fitting_iteration(network, relation) -%}
    {%- if not dbt_nn._is_built(relation) -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set columns = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
    {%- if 'description' not in columns or 'trained_at' not in columns -%}
        {%- do dbt_nn._refuse(
            'previous', 'a model made by dbt_nn.initial_parameters or dbt_nn.train', relation | string,
            'It has the columns ' ~ dbt_nn._shortened(columns) ~ '.'
        ) -%}
    {%- endif -%}
    {%- for iteration, kept in run_query(dbt_nn._newest_row(relation, columns='iteration, description')).rows -%}
        {%- if dbt_nn._differences(fromjson(kept), fromjson(network.fingerprint)) and not dbt_nn._only_compiles() -%}
            {%- do dbt_nn._refuse_another_network(relation, kept, network.fingerprint) -%}
        {%- endif -%}
        {%- do dbt_nn._check_learned_columns(network, relation) -%}
        {{ return(iteration | int) }}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro -%}
