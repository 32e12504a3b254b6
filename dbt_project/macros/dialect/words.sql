{# A text as its words in lower case, each with one blank before and behind it: ' di luar asn tni '. #}
{% macro words_of(expression) -%}
    {{ return(adapter.dispatch('words_of', 'cakupan')(expression)) }}
{%- endmacro %}

{% macro default__words_of(expression) -%}
    concat(' ', trim(regexp_replace(lower({{ expression }}), '[^a-z0-9]+', ' ', 'g')), ' ')
{%- endmacro %}

{% macro spark__words_of(expression) -%}
    concat(' ', trim(regexp_replace(lower({{ expression }}), '[^a-z0-9]+', ' ')), ' ')
{%- endmacro %}
