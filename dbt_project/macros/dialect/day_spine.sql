{# A query with one column, date_day: every day from `first` to `last` (ISO texts), both included. #}
{% macro day_spine(first, last) -%}
    {{ return(adapter.dispatch('day_spine', 'cakupan')(first, last)) }}
{%- endmacro %}

{% macro default__day_spine(first, last) -%}
    select cast(series.day_at as date) as date_day
    from generate_series(date '{{ first }}', date '{{ last }}', interval 1 day) as series(day_at)
{%- endmacro %}

{% macro spark__day_spine(first, last) -%}
    select explode(sequence(date '{{ first }}', date '{{ last }}', interval 1 day)) as date_day
{%- endmacro %}
