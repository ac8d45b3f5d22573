{# Refuses `columns` of the argument `name` that are called like those which a macro adds to them: a warehouse would keep the old
   one under that name, and call the new one something else or stop. #}
{%- macro _check_added_columns(name, columns, added) -%}
    {%- for column in columns if column | lower in added | map('lower') -%}
        {%- do dbt_nn._refuse(
            name, 'without the columns that are added, ' ~ dbt_nn._shortened(added), column,
            'Leave it out, or rename it in the model that holds it.'
        ) -%}
    {%- endfor -%}
{%- endmacro -%}
