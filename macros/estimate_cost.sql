{% macro estimate_cost(num_rows, network, iterations=100, iterations_per_statement=1, price_per_tib=6.25) %}
    {%- for name, value in {'num_rows': num_rows, 'iterations': iterations, 'iterations_per_statement': iterations_per_statement}.items() -%}
        {%- do dbt_nn._check_whole_number(name, value, 'See docs/bigquery.md.') -%}
    {%- endfor -%}
    {%- if not dbt_nn._is_number(price_per_tib) or price_per_tib < 0 -%}
        {%- do dbt_nn._refuse('price_per_tib', 'a number, 0 or above', price_per_tib, 'It is what a TiB (2^40 bytes) of queries costs in your region.') -%}
    {%- endif -%}
    {%- set resolved = dbt_nn._resolve(network) -%}
    {#- A FLOAT64 and an INT64 take 8 bytes, a BOOL 1, a STRING 2 plus its UTF-8 bytes. -#}
    {%- set label = namespace(bytes=8) -%}
    {%- if resolved.classes[0] is boolean -%}
        {%- set label.bytes = 1 -%}
    {%- elif resolved.classes[0] is string -%}
        {%- set label.bytes = 2 -%}
        {%- for class in resolved.classes -%}
            {%- set label.bytes = [label.bytes, 2 + class.encode('utf-8') | length] | max -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set megabyte = 1048576 -%}
    {%- set scanned = num_rows * (8 * resolved.features | length + label.bytes) -%}
    {#- The statement names two tables, the examples and the rows of the network, each billed as 10 MB or more. -#}
    {%- set billed = [(scanned + megabyte - 1) // megabyte, 10] | max * megabyte + 10 * megabyte -%}
    {%- set runs = (iterations + iterations_per_statement - 1) // iterations_per_statement -%}
    {#- What surrounds each statement: the newest row is looked up before it, merged after it, and logged; a script's also
        goes to and from the table of its rows. -#}
    {%- set around = (4 if iterations_per_statement == 1 else 10) * 10 * megabyte -%}
    {%- set total = iterations * billed + runs * around -%}
    {%- set tib = 1099511627776 -%}
    {%- set lines = [
        'network               %s, %d parameters' | format(
            dbt_nn._shape(resolved), resolved.num_parameters
        ),
        'examples              %d rows, %.1f MB' | format(num_rows, scanned / megabyte),
        'billed per iteration  %.0f MB' | format(billed / megabyte),
        'billed in all         %.3f GB for %d iterations in %d statements or scripts' | format(total / megabyte / 1024, iterations, runs),
        'price                 %.4f at %s per TiB (the first TiB of a month is free)' | format(total / tib * price_per_tib, price_per_tib),
    ] -%}
    {%- for line in lines -%}
        {%- do log(line, info=true) -%}
    {%- endfor -%}
{% endmacro %}
