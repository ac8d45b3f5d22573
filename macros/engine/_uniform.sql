{# A number strictly between 0 and 1 out of 13 hexadecimal digits (52 bits) of `hash`, from digit `start` on. Adding a
   half keeps it off 0, and leaves 53 bits, which a double holds exactly. #}
{%- macro _uniform(hash, start) -%}
    {{ return('(' ~ dbt_nn._hex_to_integer('substr(' ~ hash ~ ', ' ~ start ~ ', 13)') ~ ' + 0.5) / 4503599627370496.0') }}
{%- endmacro -%}
