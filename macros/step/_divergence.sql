{# What is said where `iteration` is not finite and the one before it had the loss `loss`, in pieces: texts, and between them the
   two, which are values or SQL expressions. #}
{%- macro _divergence(network, iteration, loss) -%}
    {{ return([
        '`learning_rate` must be small enough for the training to stay finite; received ' ~ network.learning_rate ~ ': iteration ',
        iteration, ' is not finite, the loss before it is ', loss, '. The rows before it are kept. Lower it, or `l2_reg`, or set '
        ~ '`standardize: true`, and train anew: dbt build --full-refresh --select ' ~ model.name ~ '.'
    ]) }}
{%- endmacro -%}
