{# The table in which a training that takes more than one statement keeps its rows until the model takes them over. #}
{%- macro _steps_table() -%}
    {{ return(this.incorporate(path={'identifier': this.identifier ~ '__steps'})) }}
{%- endmacro -%}
