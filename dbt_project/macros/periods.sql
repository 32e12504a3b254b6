{# Where the history of a code begins that nobody dated: earlier than any report. #}
{% macro beginning() -%}
    date '1900-01-01'
{%- endmacro %}

{#
    The period as a key. `exact`: first day / last day, '..' for an open start. `month`: a stock's month, so that figures of one
    month stand in one row; a span with a stated start stays exact. Without any period: 'none', never a guess.
#}
{% macro period_key(precision, period_kind='period_kind', period_start='period_start', period_end='period_end') -%}
    case
        when {{ period_end }} is null then 'none'
        when {{ period_kind }} = 'duration' and {{ period_start }} is not null
            then concat(cast({{ period_start }} as string), '/', cast({{ period_end }} as string))
        {% if precision == 'month' -%}
        else {{ month_of(period_end) }}
        {%- else -%}
        when {{ period_kind }} = 'duration' then concat('../', cast({{ period_end }} as string))
        else cast({{ period_end }} as string)
        {%- endif %}
    end
{%- endmacro %}
