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
