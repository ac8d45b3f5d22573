{# Jinja texts and numbers as SQL literals. #}
select
    {{ dbt_nn._number(0.1 + 0.2) }} = cast(0.1 as {{ dbt_nn._double_type() }}) + cast(0.2 as {{ dbt_nn._double_type() }}) as sum_to_the_last_bit,
    1 - {{ dbt_nn._number(-1) }} as one_less_minus_one,
    {{ dbt_nn._number(1e-7) }} * 1e7 as small,
    {{ dbt_nn._number(1e300) }} / 1e300 as large,
    {{ dbt_nn._text("it's") }} as quotes,
    length({{ dbt_nn._text('a\\n') }}) as backslash,
    length({{ dbt_nn._text('a\nb') }}) as line_break,
    {{ dbt_nn._quoted('a "b" `c` \\') }} as quoted_name,
    {{ dbt_nn._timestamp(modules.datetime.datetime(2018, 3, 4, 5, 6, 7, 890)) }} = cast('2018-03-04 05:06:07.000890' as {{ dbt.type_timestamp() }}) as moment,
    {{ dbt_nn._bar('0.0') }} as bar_of_nothing,
    {{ dbt_nn._bar('0.27', blocks=10) }} as bar_with_a_rest,
    {{ dbt_nn._bar('1.0', blocks=4) }} as bar_of_all
from (select 1 as {{ dbt_nn._quoted('a "b" `c` \\') }}) as one_row
