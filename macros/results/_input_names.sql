{# What the inputs of a network are called, as SQL expressions over `state`: the feature, `feature is null`, or
   `feature = category`. #}
{%- macro _input_names(network) -%}
    {%- set names = [] -%}
    {%- for input in network.inputs -%}
        {%- if input.kind == 'category' -%}
            {%- do names.append(
                'concat(' ~ dbt_nn._text(input.feature ~ ' = ') ~ ', coalesce(state.' ~ input.category ~ ", 'a category that was not there'))"
            ) -%}
        {%- else -%}
            {%- do names.append(dbt_nn._text(input.feature ~ (' is null' if input.kind == 'is_null' else ''))) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro -%}
