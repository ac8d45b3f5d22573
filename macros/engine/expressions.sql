{# The sum of `terms`, in brackets of a hundred if there are more: DuckDB's parser refuses expressions more than a thousand levels
   deep, and a + b + c has two. #}
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

{# The largest of the columns `columns` (two or more), exactly, without rounding. Not greatest(): on some engines it ignores NULL,
   SQLite does not have it, and for up to ten columns it is slower in DuckDB. #}
{%- macro _maximum(columns) -%}
    {{ return(dbt_nn._argmax(columns, columns)) }}
{%- endmacro -%}

{# The one of `values` at the position of the largest of `columns`; of equal ones the first, as in NumPy and scikit-learn; NULL if
   the columns are. Comparing each column with all after it is the fastest way in DuckDB: for ten columns it takes a third of the
   time of greatest(). #}
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

{# `x` rounded to 12 decimals, by way of a whole number: that division is exact on every engine, unlike round(x, 12). #}
{%- macro _rounded(x) -%}
    {{ return('cast(round((' ~ x ~ ') * 1e12) as ' ~ dbt.type_bigint() ~ ') / 1e12') }}
{%- endmacro -%}

{# The double `x` as text, the same on every engine: the digits of a whole number, which are made in a fifth of the time, and
   seventeen digits of any other; no text where it is NULL, NaN or infinite. #}
{%- macro _number_text(x) -%}
    {%- set whole = 'cast(cast(' ~ x ~ ' as ' ~ dbt.type_bigint() ~ ') as ' ~ (dbt.type_string() | lower) ~ ')' -%}
    {{ return(
        'case when ' ~ x ~ ' = trunc(' ~ x ~ ') and abs(' ~ x ~ ') < 1e15 then ' ~ whole
        ~ ' when ' ~ dbt_nn._is_finite(x) ~ ' then ' ~ dbt_nn._seventeen_digits(x) ~ " else '' end"
    ) }}
{%- endmacro -%}

{# The text `x` in quotation marks, those in it doubled, so that it shows where it ends; an empty text where it is NULL. #}
{%- macro _quoted_text(x) -%}
    {{ return("coalesce('\"' || replace(" ~ x ~ ", '\"', '\"\"') || '\"', '')") }}
{%- endmacro -%}

{# The texts `texts`, SQL expressions, joined by colons. #}
{%- macro _joined_by_colons(texts) -%}
    {{ return('concat(' ~ texts | join(", ':', ") ~ ')') }}
{%- endmacro -%}

{# The MD5, 32 hexadecimal digits, of the SQL expressions `parts`, joined by colons. #}
{%- macro _hash_of(parts) -%}
    {%- set texts = [] -%}
    {%- for part in parts -%}
        {%- do texts.append(part if part.startswith("'") else 'cast(' ~ part ~ ' as ' ~ (dbt.type_string() | lower) ~ ')') -%}
    {%- endfor -%}
    {{ return(dbt_nn._hex_digits(dbt_nn._joined_by_colons(texts))) }}
{%- endmacro -%}

{# A number strictly between 0 and 1, made from 13 hexadecimal digits (52 bits) of `hash`, from digit `start` on. Adding a half
   avoids 0 and gives 53 bits, which a double holds exactly. #}
{%- macro _uniform(hash, start) -%}
    {{ return('(' ~ dbt_nn._hex_to_integer('substr(' ~ hash ~ ', ' ~ start ~ ', 13)') ~ ' + 0.5) / 4503599627370496.0') }}
{%- endmacro -%}

{# A draw from N(0, 1), made from `hash`, 32 hexadecimal digits: two parts of them are two numbers between 0 and 1, from which Box
   and Muller's formula (doi:10.1214/aoms/1177706645) computes a normal draw. Round the result with _rounded, so that differences
   between the engines' ln and cos do not show. With `wave` = `sin` the same hash gives a second, independent draw. #}
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

{# The SQL expression `value` as text; 'nothing' where it is NULL. #}
{%- macro _or_none(value) -%}
    {{ return('coalesce(cast(' ~ value ~ ' as ' ~ (dbt.type_string() | lower) ~ "), 'nothing')") }}
{%- endmacro -%}

{# The one of `forms`, a mapping of regular expressions to SQL expressions, whose regular expression matches the whole of `type`, an
   SQL expression; else `otherwise`. `known` is the type, if it is known when the query is written. #}
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

{# A bar of up to `blocks` blocks as text, for the number `share` between 0 and 1, rounded to an eighth of a block; NULL if it is
   NULL. Eight and a sixteenth are powers of two, so both numbers are rounded in the same way. #}
{%- macro _bar(share, blocks=20) -%}
    {%- set whole = 'cast(floor(' ~ blocks ~ ' * ' ~ share ~ ' + 0.0625) as ' ~ dbt.type_bigint() ~ ')' -%}
    {%- set eighths = 'mod(cast(floor(' ~ 8 * blocks ~ ' * ' ~ share ~ ' + 0.5) as ' ~ dbt.type_bigint() ~ '), 8)' -%}
    {{ return("rtrim(repeat('█', " ~ whole ~ ") || substr(' ▏▎▍▌▋▊▉', " ~ eighths ~ " + 1, 1))") }}
{%- endmacro -%}
