{# The names of the types of the features that are categories, by feature, where `data` can be looked at. #}
{%- macro _category_types(network, data) -%}
    {%- set types = {} -%}
    {%- if network.categories and not network.is_plain -%}
        {%- for column in dbt_nn._columns_of(data) or [] -%}
            {%- for feature in network.categories if feature | lower == column.name | lower -%}
                {%- do types.update({feature: column.dtype | upper}) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(types) }}
{%- endmacro -%}
