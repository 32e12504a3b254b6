{#
    Arithmetic on intervals of positive numbers, for the relations between measures. Ends are double: an end may be open, and no
    decimal holds the product of an open end. `open_end` stands for 'no limit': beyond any rupiah, small enough to be multiplied.
    Nothing here is published as money; the models cast to decimal when they show a number.
#}
{% macro open_end() -%}
    cast(1e18 as double)
{%- endmacro %}

{# How far an end may miss another and still touch it: the rounding of double arithmetic, never a tolerance for reports. #}
{% macro interval_slack(left, right) -%}
    (1e-13 * greatest(abs({{ left }}), abs({{ right }}), 1))
{%- endmacro %}

{# How many different values of one fact in one report are tried; more are no report but an attack on the arithmetic. #}
{% macro most_candidates() -%}
    8
{%- endmacro %}

{# True where some value lies in both intervals. #}
{% macro intervals_meet(left_low, left_high, right_low, right_high) -%}
    (
        {{ left_low }} <= {{ right_high }} + {{ interval_slack(left_low, right_high) }}
        and {{ right_low }} <= {{ left_high }} + {{ interval_slack(right_low, left_high) }}
    )
{%- endmacro %}

{#
    One step of a formula: what `accumulated` becomes when a term is added, multiplied by or divided by; `at_most` opens the side
    downwards, so that the formula asks only that the other side is not larger. `end` is value, low or high.
#}
{% macro interval_step(end, operation, coefficient, accumulated, low, high) -%}
    {%- set same, other = (low, high) if end == 'low' else (high, low) -%}
    case {{ operation }}
        when 'add'
            then {{ accumulated }} + {{ coefficient }} * case when {{ coefficient }} >= 0 then {{ same }} else {{ other }} end
        when 'multiply' then {{ accumulated }} * {{ coefficient }} * {{ same }}
        when 'divide'
            then coalesce(
                {{ accumulated }} * {{ coefficient }} / nullif({{ other }}, 0), {{ open_end() if end == 'high' else 'cast(0 as double)' }}
            )
        {% if end == 'low' -%}
        when 'at_most' then cast(0 as double)
        {%- else -%}
        when 'at_most' then {{ accumulated }}
        {%- endif %}
    end
{%- endmacro %}

{# A number of an interval as a reader sees it; an open end is empty. #}
{% macro shown(number) -%}
    case
        when abs({{ number }}) < 1e17
            -- Whole and fraction apart: a double times a million would invent digits.
            then cast(
                cast(floor({{ number }}) as decimal(28, 0))
                + cast(round({{ number }} - floor({{ number }}), 6) as decimal(28, 6))
                as decimal(28, 6)
            )
    end
{%- endmacro %}

{# How many digits differ between two whole numbers of equal length; null where the lengths differ. #}
{% macro digits_that_differ(left, right) -%}
    case
        when length({{ left }}) = length({{ right }})
            then 0
            {%- for place in range(1, 17) %}
                + case when substr({{ left }}, {{ place }}, 1) <> substr({{ right }}, {{ place }}, 1) then 1 else 0 end
            {%- endfor %}
    end
{%- endmacro %}

{# How many neighbouring pairs of digits stand in exchanged order. #}
{% macro digits_exchanged(left, right) -%}
    0
    {%- for place in range(1, 16) %}
        + case
            when
                substr({{ left }}, {{ place }}, 1) = substr({{ right }}, {{ place + 1 }}, 1)
                and substr({{ left }}, {{ place + 1 }}, 1) = substr({{ right }}, {{ place }}, 1)
                and substr({{ left }}, {{ place }}, 1) <> substr({{ right }}, {{ place }}, 1)
                then 1
            else 0
        end
    {%- endfor %}
{%- endmacro %}

{# Whole months from one date to another. #}
{% macro months_between(earlier, later) -%}
    (12 * (year({{ later }}) - year({{ earlier }})) + month({{ later }}) - month({{ earlier }}))
{%- endmacro %}

{# One term of a formula in words: its constant, or factor, label and figure as printed. Reads the aliases terms and figures. #}
{% macro term_text(language) -%}
    case
        when terms.measure is null then cast(cast(abs(terms.coefficient) as bigint) as string)
        else concat(
            case
                when abs(terms.coefficient) <> 1 then concat(cast(cast(abs(terms.coefficient) as bigint) as string), ' x ')
                else ''
            end,
            terms.label_{{ language }}, ' ', figures.as_printed
        )
    end
{%- endmacro %}
