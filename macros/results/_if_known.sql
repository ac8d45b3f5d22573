{# `value`, which is made of the scores in the CTE `softmax`, or NULL where these overflowed: then they are not numbers, and
   neither are the probabilities. #}
{%- macro _if_known(network, value) -%}
    {%- set is_finite = dbt_nn.default___is_finite('probs_0') if network.is_plain else dbt_nn._is_finite('probs_0') -%}
    {{ return('case when ' ~ is_finite ~ ' then ' ~ value ~ ' end') }}
{%- endmacro -%}
