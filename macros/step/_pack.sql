{# The number of the pack that an example with a `shuffle_key` belongs to. The examples of a pack stay together in every
   epoch, so that an engine may keep them together; there are 64 packs to a batch. #}
{%- macro _pack() -%}
    {{ return('mod(shuffle_key, 64 * num_batches)') }}
{%- endmacro -%}
