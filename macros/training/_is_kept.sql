{# A condition: the row of an iteration is one that the run keeps, every K-th or the `last` (an SQL expression). #}
{%- macro _is_kept(run, last) -%}
    {{ return('(mod(iteration, ' ~ run.record_every ~ ') = 0 or iteration = ' ~ last ~ ')') }}
{%- endmacro -%}
