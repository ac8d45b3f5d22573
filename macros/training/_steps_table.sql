{# The table in which a script hands its rows to the model that is being built. #}
{%- macro _steps_table() -%}
    {{ return(this.incorporate(path={'identifier': this.identifier ~ '__steps'})) }}
{%- endmacro -%}
