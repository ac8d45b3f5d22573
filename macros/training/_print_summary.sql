{%- macro _print_summary(results) -%}{%- endmacro -%}
