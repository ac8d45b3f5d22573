{# The columns of an agate table that are made in `cte`, or all of them if it makes none, as a Markdown table. Examples are sorted
   by their inputs and labels and numbered, so that a row has the same number in every table. A table that would be too wide is
   transposed. #}
{%- macro _markdown_table(table, cte, decimals) -%}
    {%- set hidden = ['trained_at', 'description'] -%}
    {%- set names = table.column_names | select('in', cte.made) | reject('in', hidden) | list
        or table.column_names | reject('in', hidden) | list -%}
    {%- set inputs = [] -%}
    {%- for name in table.column_names if modules.re.match('[xy]_\\d+$', name) -%}
        {%- do inputs.append(name) -%}
    {%- endfor -%}
    {%- set is_numbered = inputs and cte.order is none -%}

    {%- set keyed = [] -%}
    {%- for row in table.rows -%}
        {%- set key = [] -%}
        {%- for name in cte.order or inputs -%}
            {#- NaN is the one number that does not equal itself. -#}
            {%- set value = row[name] -%}
            {%- do key.append(-1e308 if value is none else 1e308 if value != value else value | float) -%}
        {%- endfor -%}
        {%- do keyed.append({'key': key, 'row': row}) -%}
    {%- endfor -%}
    {%- set lines = [(['row'] if is_numbered else []) + names] -%}
    {%- for found in keyed | sort(attribute='key') -%}
        {%- set cells = [loop.index | string] if is_numbered else [] -%}
        {%- for name in names -%}
            {%- do cells.append(dbt_nn._cell(found.row[name], decimals)) -%}
        {%- endfor -%}
        {%- do lines.append(cells) -%}
    {%- endfor -%}
    {%- if names | length > (4 if keyed | length == 1 else 8) -%}
        {%- set turned = [] if is_numbered else [['column'] + ['value'] * keyed | length] -%}
        {%- for name in lines[0] -%}
            {%- do turned.append(lines | map(attribute=loop.index0) | list) -%}
        {%- endfor -%}
        {%- set lines = turned -%}
    {%- endif -%}

    {%- set rule = [] -%}
    {%- for cell in lines[0] -%}
        {%- do rule.append('-' * ([2, lines | map(attribute=loop.index0) | map('length') | max - 1] | max) ~ ':') -%}
    {%- endfor -%}
    {%- do lines.insert(1, rule) -%}
    {%- set written = [] -%}
    {%- for line in lines -%}
        {%- set cells = [] -%}
        {%- for cell in line -%}
            {%- do cells.append(cell.rjust(rule[loop.index0] | length)) -%}
        {%- endfor -%}
        {%- do written.append('| ' ~ cells | join(' | ') ~ ' |') -%}
    {%- endfor -%}
    {{ return(written | join('\n')) }}
{%- endmacro -%}

{# A value as a table shows it. A number has `decimals` decimals, or fewer if it is exact with fewer, and an exponent if the
   decimals would all be 0 or it is very large. #}
{%- macro _cell(value, decimals) -%}
    {%- if value is none -%}
        {{ return('NULL') }}
    {%- elif value is number and value is not boolean -%}
        {%- set number = value | float -%}
        {%- set digits = ('%.' ~ decimals ~ 'f') | format(number) -%}
        {%- if number == 0 -%}
            {{ return('0') }}
        {%- elif digits | float == 0 or number | abs >= 1e15 -%}
            {{ return(('%.' ~ decimals ~ 'g') | format(number)) }}
        {%- elif (digits | float - number) | abs <= 1e-12 * number | abs -%}
            {{ return(digits.rstrip('0').rstrip('.')) }}
        {%- endif -%}
        {{ return(digits) }}
    {%- endif -%}
    {{ return(value | string | replace('|', '\\|') | replace('\n', ' ')) }}
{%- endmacro -%}
