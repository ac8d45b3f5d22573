{# A condition: the SQL expression `pack` numbers a pack of the batch that the CTE `turn` tells. The square breaks the
   pattern that multiples of one number make: without it there are epochs that deal some batches nothing. #}
{%- macro _is_dealt(pack) -%}
    {%- set drawn = 'mod(' ~ pack ~ ' * multiplier + shift, 2147483647)' -%}
    {{ return('mod(mod(' ~ drawn ~ ' * ' ~ drawn ~ ', 2147483647), num_batches) = batch') }}
{%- endmacro -%}
