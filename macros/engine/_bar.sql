{# A text that is a bar of up to `blocks` blocks, as long as the number `share` of 0 to 1 says, rounded to an eighth of a
   block; NULL where it is. Eight and a sixteenth are powers of two, so that both numbers are rounded alike. #}
{%- macro _bar(share, blocks=20) -%}
    {%- set whole = 'cast(floor(' ~ blocks ~ ' * ' ~ share ~ ' + 0.0625) as ' ~ dbt.type_bigint() ~ ')' -%}
    {%- set eighths = 'mod(cast(floor(' ~ 8 * blocks ~ ' * ' ~ share ~ ' + 0.5) as ' ~ dbt.type_bigint() ~ '), 8)' -%}
    {{ return("rtrim(repeat('█', " ~ whole ~ ") || substr(' ▏▎▍▌▋▊▉', " ~ eighths ~ " + 1, 1))") }}
{%- endmacro -%}
