{# The mean over the batch of what the CTE `totals` has as `total`, a sum. On little data a batch may be dealt no examples:
   then the mean is `of_none`, so that it moves no parameter. #}
{%- macro _batch_mean(network, total, of_none=none) -%}
    {%- if network.batch_size is none -%}
        {{ return(total ~ ' / batch.batch_size') }}
    {%- endif -%}
    {%- set mean = total ~ ' / nullif(batch.batch_size, 0)' -%}
    {{ return(mean if of_none is none else 'coalesce(' ~ mean ~ ', ' ~ of_none ~ ')') }}
{%- endmacro -%}
