{# A point in time as a timestamp without zone, in UTC. #}
{% macro utc_timestamp(column) -%}
    {{ return(adapter.dispatch('utc_timestamp', 'cakupan')(column)) }}
{%- endmacro %}

{% macro default__utc_timestamp(column) -%}
    {{ column }} at time zone 'UTC'
{%- endmacro %}

{% macro spark__utc_timestamp(column) -%}
    to_utc_timestamp({{ column }}, current_timezone())
{%- endmacro %}
