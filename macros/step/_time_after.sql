{# When this run's rows are trained; not before `earlier`, the time of the row that they come from: the newest row is the one to
   go on from, also where a clock was set back between two runs, or where runs come from machines whose clocks differ. #}
{%- macro _time_after(earlier) -%}
    {{ return('greatest(' ~ earlier ~ ', ' ~ dbt_nn._timestamp(run_started_at) ~ ')') }}
{%- endmacro -%}
