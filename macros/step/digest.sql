{# A query for the digest of the rows of `data`, one text: the same on every engine and in every order of the rows, another one if a row
   is added, changed, deleted or there twice. A row is hashed as for batches, and the number of the rows and the sums of the parts of their
   hashes are hashed. Seven hexadecimal digits a part: the sum of as many as 2^35 rows is a whole number of 64 bits. #}
{%- macro _digest_of_rows(network, data) -%}
    {%- set label = 'coalesce(' ~ dbt_nn._number_of_label(network, 'dbt_nn_row.') ~ ', -1)' -%}
    {%- set parts = ['count(*)'] -%}
    {%- for start in [1, 8, 15, 22] -%}
        {%- do parts.append('coalesce(sum(' ~ dbt_nn._hex_to_integer('substr(digest, ' ~ start ~ ', 7)') ~ '), 0)') -%}
    {%- endfor -%}
select {{ dbt_nn._hash_of(parts) }} as data_digest
from (
    select {{ dbt_nn._hash_of([dbt_nn._text_of_features(network, data), label]) }} as digest
    from (select * from {{ data }}) as dbt_nn_row
) as digests
{%- endmacro -%}
