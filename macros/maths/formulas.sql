{# A `formula` of _optimizers or _schedules with the values of the options that it names, and of other `names`, a mapping. #}
{%- macro _with_options(network, formula, names) -%}
    {%- set values = dict(names, decay_iterations=network.decay_iterations, warmup_iterations=network.warmup_iterations) -%}
    {%- for name in ['learning_rate', 'decay_rate', 'power_t', 'momentum', 'rho', 'beta_1', 'beta_2', 'epsilon', 'weight_decay', 'l1_reg'] -%}
        {%- do values.update({name: dbt_nn._number(network[name])}) -%}
    {%- endfor -%}
    {%- set pieces = [] -%}
    {%- for piece in modules.re.split('(\\w+@?)', formula) -%}
        {%- do pieces.append(values.get(piece, piece)) -%}
    {%- endfor -%}
    {{ return(pieces | join) }}
{%- endmacro -%}
