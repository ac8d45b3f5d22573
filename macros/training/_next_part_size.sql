{# How many iterations to do next, after `size` of them took `seconds`: what takes _seconds_a_part(), but no more than ten
   times as many, for the first ones may tell little. #}
{%- macro _next_part_size(size, seconds) -%}
    {{ return([[size * dbt_nn._seconds_a_part() / [seconds, 0.001] | max, 10 * size] | min | int, 1] | max) }}
{%- endmacro -%}
