{# How many days `later` lies after `earlier`, both dates. #}
{% macro days_between(earlier, later) -%}
    {{ return(adapter.dispatch('days_between', 'cakupan')(earlier, later)) }}
{%- endmacro %}

{% macro default__days_between(earlier, later) -%}
    date_diff('day', {{ earlier }}, {{ later }})
{%- endmacro %}

{% macro spark__days_between(earlier, later) -%}
    datediff({{ later }}, {{ earlier }})
{%- endmacro %}

{# The date a whole number of days after another. #}
{% macro days_after(expression, days) -%}
    {{ return(adapter.dispatch('days_after', 'cakupan')(expression, days)) }}
{%- endmacro %}

{% macro default__days_after(expression, days) -%}
    cast({{ expression }} + cast({{ days }} as integer) as date)
{%- endmacro %}

{% macro spark__days_after(expression, days) -%}
    date_add({{ expression }}, {{ days }})
{%- endmacro %}
