{# The description that the newest row of `relation`, a network's table, carries, as text; none where it has no such row, or
   cannot be looked at. #}
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
