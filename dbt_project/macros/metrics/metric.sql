{#
    The value of a metric of seeds/metric.csv: its numerator over its denominator, columns of the relation named by `prefix` (with its dot).
    The one way in which marts divide. Percents are 0 to 100; digits as the catalogue says, rounded half away from zero.
#}
{% macro metric(code, prefix='') -%}
    {%- set metrics = metric_catalogue() -%}
    {%- if code not in metrics -%}
        {{ exceptions.raise_compiler_error("no metric '" ~ code ~ "' in seeds/metric.csv") }}
    {%- endif -%}
    {%- set found = metrics[code] -%}
    {{ ratio(prefix ~ found.numerator, prefix ~ found.denominator, found.scale, 100 if found.unit == 'percent' else 1) }}
{%- endmacro %}
