{#
    numerator / denominator (each fits decimal(28, 6)), times `times`, rounded half away from zero to `scale` digits,
    as decimal(28, 6). Null where the denominator is null or zero, or the result does not fit. Decimal arithmetic only: no float.
#}
{% macro ratio(numerator, denominator, scale=4, times=1) -%}
    {{ return(adapter.dispatch('ratio', 'cakupan')(numerator, denominator, scale, times)) }}
{%- endmacro %}

{# DuckDB divides decimals as floats, so millionths are counted in whole numbers. #}
{% macro default__ratio(numerator, denominator, scale, times) -%}
    {%- set whole_numerator = "cast(abs(cast(" ~ numerator ~ " as decimal(28, 6))) * 1000000 as hugeint)" -%}
    {%- set whole_denominator = "cast(abs(cast(" ~ denominator ~ " as decimal(28, 6))) * 1000000 as hugeint)" -%}
    {%- set step = "1" if scale == 0 else "0." ~ "0" * (scale - 1) ~ "1" -%}
    try_cast(
        sign({{ numerator }}) * sign({{ denominator }})
        * try_cast(
            (2 * {{ times }} * {{ "1" ~ "0" * scale }} * {{ whole_numerator }} + {{ whole_denominator }})
            // nullif(2 * {{ whole_denominator }}, 0)
            as decimal(28, 0)
        ) * {{ step }}
        as decimal(28, 6)
    )
{%- endmacro %}

{% macro spark__ratio(numerator, denominator, scale, times) -%}
    cast(round({{ times }} * cast({{ numerator }} as decimal(28, 6)) / nullif(cast({{ denominator }} as decimal(28, 6)), 0), {{ scale }}) as decimal(28, 6))
{%- endmacro %}
