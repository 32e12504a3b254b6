{#
    How exact a printed figure is (docs/decisions/0006). `figures` has value, decimals and unit; `qualifiers` is the seed
    measure_relation_qualifier. First the columns that the width is made of, then half the width of the interval.
#}
{% macro printed_precision_columns(figures) -%}
    -- One whole unit of the last printed digit: texts cut digits off as well as round them.
        case
            when {{ figures }}.unit = 'percent' or {{ figures }}.decimals < 0 then power(cast(10 as double), -{{ figures }}.decimals)
            else cast(0 as double)
        end as printed_width,
        power(cast(10 as double), -{{ figures }}.decimals) as printed_unit,
        cast(cast(round({{ figures }}.value, 0) as decimal(28, 0)) as string) as whole_digits
{%- endmacro %}

{% macro printed_half_width(figures, qualifiers) -%}
    greatest(
            {{ figures }}.printed_width,
            {{ qualifiers }}.relative_percent / 100.0 * {{ figures }}.value,
            {{ qualifiers }}.units * {{ figures }}.printed_unit,
            -- '5.000-an': the zeros at the end are part of the vagueness.
            {{ qualifiers }}.last_digits * power(
                cast(10 as double),
                length(regexp_extract({{ figures }}.whole_digits, '0*$', 0))
            )
        )
{%- endmacro %}
