{# Refuses `ranges` that are not two pairs of numbers, each with the smaller one first. #}
{%- macro _check_ranges(ranges) -%}
    {%- set good = [] -%}
    {%- for range in (ranges if ranges is sequence and ranges is not string and ranges is not mapping else []) -%}
        {%- if range is sequence and range is not string and range is not mapping and range | length == 2 -%}
            {%- if dbt_nn._is_number(range[0]) and dbt_nn._is_number(range[1]) and range[0] < range[1] -%}
                {%- do good.append(range) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if dbt_nn._is_known(ranges) and (good | length != 2 or ranges | length != 2) -%}
        {%- do dbt_nn._refuse(
            'ranges', 'two pairs of numbers, each from the smaller to the larger', ranges,
            'Write where each feature begins and ends, as in [[-3, 3], [0, 100]].'
        ) -%}
    {%- endif -%}
{%- endmacro -%}
