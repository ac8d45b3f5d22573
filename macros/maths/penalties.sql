{# What regularisation adds, an entry each: to the loss a `factor` times the sum of a formula `of` each weight `@`, and the `slope` to the slope along
   the weight. Biases are left alone. FTRL has l1_reg in its update instead. #}
{%- macro _penalties(network) -%}
    {%- set penalties = [] -%}
    {%- if network.l2_reg > 0 -%}
        {%- set reg = dbt_nn._number(network.l2_reg) -%}
        {%- do penalties.append({'factor': '0.5 * ' ~ reg, 'of': '@ * @', 'slope': reg ~ ' * @'}) -%}
    {%- endif -%}
    {%- if network.l1_reg > 0 and network.optimizer != 'ftrl' -%}
        {%- set reg = dbt_nn._number(network.l1_reg) -%}
        {%- do penalties.append({'factor': reg, 'of': 'abs(@)', 'slope': reg ~ ' * sign(@)'}) -%}
    {%- endif -%}
    {{ return(penalties) }}
{%- endmacro -%}

{# What it adds to the slope along one `weight`; nothing without it. #}
{%- macro _penalty_slope(network, weight) -%}
    {%- set terms = [] -%}
    {%- for penalty in dbt_nn._penalties(network) -%}
        {%- do terms.append(' + ' ~ penalty.slope | replace('@', weight)) -%}
    {%- endfor -%}
    {{ return(terms | join) }}
{%- endmacro -%}
