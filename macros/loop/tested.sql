{# What a test must know about how the rows of `relation` were trained: `record_every`; `has_previous`, whether the model is one of
   a chain; `batch_size`. For a training model they are its own, as train() stored them when it was parsed; for a table that SQL
   makes from training models, such as a history, those of these models; for a table that no model makes, the defaults. #}
{%- macro _training_arguments(relation) -%}
    {%- set node = dbt_nn._tested_node(relation) -%}
    {%- set found = {'record_every': 1, 'has_previous': false, 'batch_size': none} -%}
    {%- for trained in dbt_nn._training_nodes([node] if node else [], []) -%}
        {%- set batch_size = (dbt_nn._described_in(trained.config.meta) or {}).get('batch_size') -%}
        {%- do found.update({
            'record_every': [found.record_every, trained.config.meta.dbt_nn.record_every] | max,
            'has_previous': trained.unique_id == node.unique_id and trained.config.meta.dbt_nn.has_previous,
            'batch_size': found.batch_size if batch_size is none else batch_size,
        }) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro -%}

{# The models among `nodes` that train; for one that does not, those among the models that it reads. `seen` lists those that are
   visited already. #}
{%- macro _training_nodes(nodes, seen) -%}
    {%- set found = [] -%}
    {%- for node in nodes if node.unique_id not in seen -%}
        {%- do seen.append(node.unique_id) -%}
        {%- if node.config.get('meta', {}).get('dbt_nn') is mapping -%}
            {%- do found.append(node) -%}
        {%- else -%}
            {%- set parents = [] -%}
            {%- for name in node.depends_on.nodes if name in graph.nodes -%}
                {%- do parents.append(graph.nodes[name]) -%}
            {%- endfor -%}
            {%- do found.extend(dbt_nn._training_nodes(parents, seen)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro -%}

{# The model whose rows a test checks. With `where`, dbt passes the test a query instead of the relation. #}
{%- macro _tested_node(relation) -%}
    {%- if relation is string -%}
        {{ return(graph.get('nodes', {}).get(model.attached_node)) }}
    {%- endif -%}
    {{ return(dbt_nn._node_of(relation)) }}
{%- endmacro -%}
