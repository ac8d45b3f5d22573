{# The CTEs of the query `sql`, in order: of each its `name`, its `sql`, and what is `made` in it, the columns that it names
   itself and does not only hand on. It takes the house's own SQL, whose CTEs begin and end at the margin. #}
{%- macro _ctes(sql) -%}
    {%- set ctes = [] -%}
    {%- for cte in modules.re.finditer('^(\\w+) as (materialized )?\\(\n.*?\n\\)', sql, modules.re.MULTILINE + modules.re.DOTALL) -%}
        {%- do ctes.append({
            'name': cte.group(1),
            'sql': cte.group(0),
            'made': modules.re.findall('\\bas (\\w+),?$', cte.group(0), modules.re.MULTILINE),
            'order': none,
        }) -%}
    {%- endfor -%}
    {{ return(ctes) }}
{%- endmacro -%}
