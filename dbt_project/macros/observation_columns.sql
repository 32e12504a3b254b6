{# The columns of the contract of observations, in its order: what every source of observations shares. #}
{% macro observation_columns() -%}
    {{ return([
        'observation_id', 'report_id', 'report_month', 'locator', 'as_printed', 'measure', 'value', 'unit', 'decimals', 'qualifier',
        'period_start', 'period_end', 'period_kind', 'period_basis', 'area_name', 'area_kind', 'area_code', 'office_code',
        'programme', 'segment', 'reader', 'reader_version', 'confidence', 'rules',
    ]) }}
{%- endmacro %}
