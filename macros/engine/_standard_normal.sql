{# A draw from N(0, 1) out of `hash`, 32 hexadecimal digits: two parts of them are two numbers between 0 and 1, which
   Box and Muller's formula (doi:10.1214/aoms/1177706645) makes one normal draw. Round what you make of it with
   _rounded, so that no two engines' ln and cos can differ. With `sin` for `wave` the same hash gives a second draw, independent
   of the first. #}
{%- macro _standard_normal(hash, wave='cos') -%}
    {{ return(
        'sqrt(-2.0 * ln(' ~ dbt_nn._uniform(hash, 1) ~ ')) * ' ~ wave ~ '(6.283185307179586 * (' ~ dbt_nn._uniform(hash, 14) ~ '))'
    ) }}
{%- endmacro -%}
