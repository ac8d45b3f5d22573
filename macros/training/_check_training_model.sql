{# Refuses a model whose materialization cannot keep a network's rows; `settings` are those of the
   model's config that count, without it the model at hand's. #}
{%- macro _check_training_model(settings=none) -%}
    {%- set settings = settings or model.config -%}
    {%- set materialized = settings.materialized -%}
    {%- if materialized not in ['incremental', 'table', 'test', 'unit'] and not materialized.startswith('unit') -%}
        {%- do dbt_nn._refuse(
            'materialized', "'incremental' (each run goes on) or 'table' (each run starts anew)", materialized,
            "A network's rows are its checkpoints: write config(materialized='incremental', unique_key='iteration')."
        ) -%}
    {%- elif materialized == 'incremental' and settings.unique_key not in ['iteration', ['iteration']] -%}
        {%- do dbt_nn._refuse(
            'unique_key', "'iteration'", settings.unique_key,
            'Without it a run that was repeated would leave its rows twice.'
        ) -%}
    {%- endif -%}
{%- endmacro -%}
