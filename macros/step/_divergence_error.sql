{# An expression that stops the query, for the row of the CTE `update` is not finite. #}
{%- macro _divergence_error(network) -%}
    {%- set pieces = [] -%}
    {%- for piece in dbt_nn._divergence(network, 'iteration', '(select loss from state)') -%}
        {%- do pieces.append(dbt_nn._text(piece) if loop.index is odd else dbt_nn._or_none(piece)) -%}
    {%- endfor -%}
    {{ return(dbt_nn._raise_error('concat(' ~ pieces | join(', ') ~ ')')) }}
{%- endmacro -%}
