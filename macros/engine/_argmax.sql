{# The one of `values` that stands where `columns` is largest; the first of equals, as NumPy and scikit-learn have it;
   NULL where the columns are. #}
{%- macro _argmax(columns, values) -%}
    {%- set branches = [] -%}
    {%- for column in columns -%}
        {%- set rivals = columns[loop.index:] -%}
        {%- set condition = column ~ ' >= ' ~ (rivals[0] if rivals | length == 1 else dbt_nn.default___maximum(rivals)) if rivals else column ~ ' is not null' -%}
        {%- do branches.append('when ' ~ condition ~ ' then ' ~ values[loop.index0]) -%}
    {%- endfor -%}
    {{ return('case ' ~ branches | join(' ') ~ ' end') }}
{%- endmacro -%}
