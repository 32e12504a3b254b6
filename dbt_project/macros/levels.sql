{#
    A number that must not be added up over time, as text for marts over time: its digits, right-aligned, so that order, min and max
    are those of the numbers (none is negative), and a sum is refused. A cast reads it.
#}
{% macro level_text(number, width=16) -%}
    lpad(cast({{ number }} as string), cast(greatest(length(cast({{ number }} as string)), {{ width }}) as integer), ' ')
{%- endmacro %}
