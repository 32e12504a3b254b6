{# The day before a date. #}
{% macro day_before(expression) -%}
    {{ return(adapter.dispatch('day_before', 'cakupan')(expression)) }}
{%- endmacro %}

{% macro default__day_before(expression) -%}
    cast({{ expression }} - interval 1 day as date)
{%- endmacro %}

{% macro spark__day_before(expression) -%}
    date_sub({{ expression }}, 1)
{%- endmacro %}

{# The month of a date as text, YYYY-MM. #}
{% macro month_of(expression) -%}
    substr(cast({{ expression }} as string), 1, 7)
{%- endmacro %}

{# Monday 1 to Sunday 7. #}
{% macro iso_weekday(expression) -%}
    {{ return(adapter.dispatch('iso_weekday', 'cakupan')(expression)) }}
{%- endmacro %}

{% macro default__iso_weekday(expression) -%}
    cast(isodow({{ expression }}) as integer)
{%- endmacro %}

{% macro spark__iso_weekday(expression) -%}
    cast(weekday({{ expression }}) + 1 as integer)
{%- endmacro %}

{# The last day of the month of a date. #}
{% macro last_day_of_month(expression) -%}
    cast(last_day({{ expression }}) as date)
{%- endmacro %}

{# The day after a date. #}
{% macro day_after(expression) -%}
    {{ return(adapter.dispatch('day_after', 'cakupan')(expression)) }}
{%- endmacro %}

{% macro default__day_after(expression) -%}
    cast({{ expression }} + interval 1 day as date)
{%- endmacro %}

{% macro spark__day_after(expression) -%}
    date_add({{ expression }}, 1)
{%- endmacro %}

{# Whole days from one date to another. #}
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
