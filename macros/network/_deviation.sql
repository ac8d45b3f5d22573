{# The standard deviation of the doubles `x`, an aggregate; 1 where it is no more than the rounding of a column that is constant.
   scikit-learn asks the same of the variance v of n values of the mean m: v <= n * e * v + (n * m * e)^2, e = 2^-52. #}
{%- macro _deviation(x) -%}
    {%- set rounding = 'count(' ~ x ~ ') * 2.220446049250313e-16' -%}
    {{ return(
        'case when stddev_pop(' ~ x ~ ') * sqrt(1 - ' ~ rounding ~ ') > ' ~ rounding ~ ' * abs(avg(' ~ x ~ ')) then stddev_pop(' ~ x ~ ') else 1.0 end'
    ) }}
{%- endmacro -%}
