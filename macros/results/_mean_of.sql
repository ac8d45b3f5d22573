{# The mean of the columns `prefix` + number, for the numbers given. #}
{%- macro _mean_of(prefix, numbers) -%}
    {%- set names = [] -%}
    {%- for number in numbers -%}
        {%- do names.append(prefix ~ number) -%}
    {%- endfor -%}
    {{ return(names[0] if names | length == 1 else '(' ~ dbt_nn._sum_of(names) ~ ') / ' ~ names | length) }}
{%- endmacro -%}
