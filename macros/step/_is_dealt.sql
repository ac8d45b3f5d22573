{# A condition: the SQL expression `pack` numbers a pack of the batch that the CTE `turn` tells. #}
{%- macro _is_dealt(pack) -%}
    {{ return('mod(mod(' ~ pack ~ ' * multiplier + shift, 2147483647), num_batches) = batch') }}
{%- endmacro -%}
