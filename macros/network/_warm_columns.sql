{# Of the columns of a network's row those that the relation `warm_start` has, each with an SQL expression for it. It must
   have all parameters, where it can be looked at; what was learned of the features it may have. #}
{%- macro _warm_columns(network, warm_start) -%}
    {%- set found = {} -%}
    {%- if warm_start is not none -%}
        {%- set names = network.parameters -%}
        {%- if dbt_nn._is_built(warm_start) -%}
            {%- set columns = adapter.get_columns_in_relation(warm_start) | map(attribute='name') | list -%}
            {%- set missing = network.parameters | reject('in', columns) | list -%}
            {%- if missing -%}
                {%- do dbt_nn._refuse(
                    'warm_start', 'a relation with a column for each of the ' ~ network.parameters | length ~ ' parameters', warm_start | string,
                    'It lacks ' ~ dbt_nn._shortened(missing) ~ '.'
                ) -%}
            {%- endif -%}
            {%- set names = names + (network.learned | select('in', columns) | list) -%}
        {%- endif -%}
        {%- for name in names -%}
            {%- set type = dbt.type_string() if name in network.learned_texts else dbt_nn._double_type() -%}
            {%- do found.update({name: '(select cast(' ~ name ~ ' as ' ~ (type | lower) ~ ') from ' ~ warm_start ~ ')'}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro -%}
