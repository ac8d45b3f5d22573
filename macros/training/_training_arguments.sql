{# What a test must know of how the rows of `relation` were trained: `record_every`; `has_previous`, whether they are a part of a
   chain of models; `batch_size`. They are the model's own, where train() left them when it was parsed; of a table that SQL
   makes of training models, as a history, those of the models. Of a table that no model makes, those of a plain training. #}
{%- macro _training_arguments(relation) -%}
    {%- set node = dbt_nn._tested_node(relation) -%}
    {%- set found = {'record_every': 1, 'has_previous': false, 'batch_size': none} -%}
    {%- for trained in dbt_nn._training_nodes([node] if node else [], []) -%}
        {%- set batch_size = trained.config.meta.get('network', {}).get('batch_size') -%}
        {%- do found.update({
            'record_every': [found.record_every, trained.config.meta.dbt_nn.record_every] | max,
            'has_previous': trained.unique_id == node.unique_id and trained.config.meta.dbt_nn.has_previous,
            'batch_size': found.batch_size if batch_size is none else batch_size,
        }) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro -%}
