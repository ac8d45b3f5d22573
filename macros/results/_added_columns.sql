{# The columns that a prediction sets beside those of the data: each class's probability, and the likeliest class, whose column
   ends in the label's name, as much of it as a column of BigQuery, with its 300 characters, can hold. #}
{%- macro _added_columns(network) -%}
    {%- set names = [] -%}
    {%- for slug in dbt_nn._class_slugs(network) -%}
        {%- do names.append('probability_' ~ slug) -%}
    {%- endfor -%}
    {{ return(names + ['predicted_' ~ network.label[:290]]) }}
{%- endmacro -%}
