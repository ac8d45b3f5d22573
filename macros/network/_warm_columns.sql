{# Of the columns of a network's row those that the relation `warm_start` has, each with an SQL expression for it over the CTE
   `warm`. It must have all parameters, and no others, where it can be looked at; what was learned of the features it may have. #}
{%- macro _warm_columns(network, warm_start) -%}
    {%- set found = {} -%}
    {%- if warm_start is not none -%}
        {%- set names = network.parameters -%}
        {%- set columns = dbt_nn._columns_of(warm_start) -%}
        {%- if columns is not none -%}
            {%- set columns = columns | map(attribute='name') | list -%}
            {%- do dbt_nn._check_warm_start(network, warm_start, columns) -%}
            {%- set names = names + (network.learned | select('in', columns) | list) -%}
        {%- endif -%}
        {%- for name in names -%}
            {%- set type = dbt.type_string() if name in network.learned_texts else dbt_nn._double_type() -%}
            {%- do found.update({name: 'cast(warm.' ~ name ~ ' as ' ~ (type | lower) ~ ')'}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro -%}
