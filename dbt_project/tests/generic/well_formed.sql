{#
    What a table promises of itself alone, in one test: dbt and Dagster pay for each test, not for each column (decision 0044).

    keys    what tells rows apart: a column, in which empty values do not count, or a list of columns, in which a missing value is a value
    filled  columns that are never empty
    values  column: the values that it may have; empty is allowed unless it is filled

    One failing row is one broken rule: `broken_rule`, `column_name`, what was `found` there, and in how many rows.
#}
{% test well_formed(model, keys=[], filled=[], values={}) %}
{%- if not (keys or filled or values) -%}
    {{ exceptions.raise_compiler_error("well_formed of " ~ model ~ " tests nothing: name keys, filled or values") }}
{%- endif %}
{%- set broken = [] %}
{%- for key in keys %}
{%- do broken.append(repeated_key(model, [key] if key is string else key, key is string)) %}
{%- endfor %}
{%- for column in filled %}
{%- do broken.append(empty_column(column, "empty_" ~ loop.index)) %}
{%- endfor %}
{%- for column, allowed in values.items() %}
{%- do broken.append(unknown_value(model, column, allowed)) %}
{%- endfor %}
{%- if filled %}
with counted as (
    select
        {%- for column in filled %}
        count(*) - count({{ column }}) as empty_{{ loop.index }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ model }}
)
{% endif %}
{{ broken | join("\nunion all\n") }}
{% endtest %}
