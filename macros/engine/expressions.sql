{# The sum of `terms`, in brackets of a hundred where there are more: DuckDB's parser takes no expression that is more than
   a thousand deep, and a + b + c is two. #}
{%- macro _sum_of(terms) -%}
    {%- if terms | length <= 100 -%}
        {{ return(terms | join(' + ')) }}
    {%- endif -%}
    {%- set groups = [] -%}
    {%- for group in terms | batch(100) -%}
        {%- do groups.append('(' ~ group | join(' + ') ~ ')') -%}
    {%- endfor -%}
    {{ return(dbt_nn._sum_of(groups)) }}
{%- endmacro -%}

{# The largest of the columns `columns` (two or more), exactly one of them: never a rounded value. Not greatest(): on some
   engines it passes NULL over, SQLite has none, and of up to ten columns DuckDB takes longer for it. #}
{%- macro _maximum(columns) -%}
    {{ return(dbt_nn._argmax(columns, columns)) }}
{%- endmacro -%}

{# The one of `values` that stands where `columns` is largest; the first of equals, as NumPy and scikit-learn have it;
   NULL where the columns are. Comparing each with all after it is what DuckDB does fastest: of ten columns in a third of the
   time that greatest() of those takes. #}
{%- macro _argmax(columns, values) -%}
    {%- set branches = [] -%}
    {%- for column in columns -%}
        {%- set comparisons = [] -%}
        {%- for rival in columns[loop.index:] -%}
            {%- do comparisons.append(column ~ ' >= ' ~ rival) -%}
        {%- endfor -%}
        {%- set condition = comparisons | join(' and ') or column ~ ' is not null' -%}
        {%- do branches.append('when ' ~ condition ~ ' then ' ~ values[loop.index0]) -%}
    {%- endfor -%}
    {{ return('case ' ~ branches | join(' ') ~ ' end') }}
{%- endmacro -%}

{# `x` rounded to 12 decimals, by way of a whole number: that division is exact on every engine, round(x, 12) is not. #}
{%- macro _rounded(x) -%}
    {{ return('cast(round((' ~ x ~ ') * 1e12) as ' ~ dbt.type_bigint() ~ ') / 1e12') }}
{%- endmacro -%}

{# The MD5, 32 hexadecimal digits, of the SQL expressions `parts`, written one after the other with colons between. #}
{%- macro _hash_of(parts) -%}
    {%- set texts = [] -%}
    {%- for part in parts -%}
        {%- do texts.append(part if part.startswith("'") else 'cast(' ~ part ~ ' as ' ~ (dbt.type_string() | lower) ~ ')') -%}
    {%- endfor -%}
    {{ return(dbt_nn._hex_digits('concat(' ~ texts | join(", ':', ") ~ ')')) }}
{%- endmacro -%}

{# A number strictly between 0 and 1 out of 13 hexadecimal digits (52 bits) of `hash`, from digit `start` on. Adding a
   half keeps it off 0, and leaves 53 bits, which a double holds exactly. #}
{%- macro _uniform(hash, start) -%}
    {{ return('(' ~ dbt_nn._hex_to_integer('substr(' ~ hash ~ ', ' ~ start ~ ', 13)') ~ ' + 0.5) / 4503599627370496.0') }}
{%- endmacro -%}

{# A draw from N(0, 1) out of `hash`, 32 hexadecimal digits: two parts of them are two numbers between 0 and 1, which
   Box and Muller's formula (doi:10.1214/aoms/1177706645) makes one normal draw. Round what you make of it with
   _rounded, so that no two engines' ln and cos can differ. With `sin` for `wave` the same hash gives a second draw, independent
   of the first. #}
{%- macro _standard_normal(hash, wave='cos') -%}
    {{ return(
        'sqrt(-2.0 * ln(' ~ dbt_nn._uniform(hash, 1) ~ ')) * ' ~ wave ~ '(6.283185307179586 * (' ~ dbt_nn._uniform(hash, 14) ~ '))'
    ) }}
{%- endmacro -%}

{# The moment `moment`, a Python datetime in UTC, as an SQL literal. #}
{%- macro _timestamp(moment) -%}
    {{ return("cast('" ~ moment.strftime('%Y-%m-%d %H:%M:%S.%f') ~ "' as " ~ dbt.type_timestamp() ~ ')') }}
{%- endmacro -%}

{# The strings (or numbers) `values` as SQL literals of text. #}
{%- macro _texts(values) -%}
    {%- set literals = [] -%}
    {%- for value in values -%}
        {%- do literals.append(dbt_nn._text(value | string)) -%}
    {%- endfor -%}
    {{ return(literals) }}
{%- endmacro -%}

{# The SQL expression `value` as text; «nothing» where it is NULL. #}
{%- macro _or_none(value) -%}
    {{ return('coalesce(cast(' ~ value ~ ' as ' ~ (dbt.type_string() | lower) ~ "), 'nothing')") }}
{%- endmacro -%}

{# Of `forms`, SQL expressions by what a type's name matches from end to end, that of `type`, an SQL expression; else `otherwise`.
   `known` is the type, where it is known when the query is written. #}
{%- macro _form_of_type(forms, type, known, otherwise) -%}
    {%- set branches = [] -%}
    {%- for pattern, form in forms.items() -%}
        {%- if known is not none and modules.re.fullmatch(pattern, known) -%}
            {{ return(form) }}
        {%- endif -%}
        {%- do branches.append('when ' ~ dbt_nn._matches_fully(type, pattern) ~ ' then ' ~ form) -%}
    {%- endfor -%}
    {{ return(otherwise if known is not none else 'case ' ~ branches | join(' ') ~ ' else ' ~ otherwise ~ ' end') }}
{%- endmacro -%}

{# A text that is a bar of up to `blocks` blocks, as long as the number `share` of 0 to 1 says, rounded to an eighth of a
   block; NULL where it is. Eight and a sixteenth are powers of two, so that both numbers are rounded alike. #}
{%- macro _bar(share, blocks=20) -%}
    {%- set whole = 'cast(floor(' ~ blocks ~ ' * ' ~ share ~ ' + 0.0625) as ' ~ dbt.type_bigint() ~ ')' -%}
    {%- set eighths = 'mod(cast(floor(' ~ 8 * blocks ~ ' * ' ~ share ~ ' + 0.5) as ' ~ dbt.type_bigint() ~ '), 8)' -%}
    {{ return("rtrim(repeat('█', " ~ whole ~ ") || substr(' ▏▎▍▌▋▊▉', " ~ eighths ~ " + 1, 1))") }}
{%- endmacro -%}
