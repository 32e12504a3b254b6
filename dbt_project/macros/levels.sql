{#
    A number that must not be added up over time, as text for marts over time: its digits, right-aligned, so that order, min and max
    are those of the numbers (none is negative), and a sum is refused. A cast reads it.
#}
{% macro level_text(number, width=16) -%}
    lpad(cast({{ number }} as string), cast(greatest(length(cast({{ number }} as string)), {{ width }}) as integer), ' ')
{%- endmacro %}

{#
    A number of a mart over time in the one row of its series that knows it last, empty in all others: a sum over time gives the
    last known level. `series` and `order` are lists of SQL expressions, the order from the latest.
#}
{% macro latest_known(number, series, order) -%}
    case
        when
            row_number() over (
                partition by {{ series | join(', ') }}
                order by case when {{ number }} is null then 1 else 0 end asc nulls last, {{ order | join(', ') }}
            ) = 1
            then {{ number }}
    end
{%- endmacro %}
