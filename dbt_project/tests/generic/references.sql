{#
    Where `columns` of a table hold keys of other tables, the keys are there: column: table.column. An empty value refers to nothing.

    Beside `well_formed`, not in it: this test waits for the other tables, and dbt builds what needs this table alone only when the
    tests of this table alone have passed. One failing row is one value: `broken_rule`, `column_name`, what was `found` and where it is missing, and
    in how many rows.
#}
{% test references(model, columns) %}
{%- for column, target in columns.items() %}
{%- set table, key = target.split(".") %}
select
    'references' as broken_rule,
    '{{ column }}' as column_name,
    {{ found_text([column]) }} || ' is not in {{ target }}' as found,
    count(*) as row_count
from {{ model }}
where {{ column }} is not null and {{ column }} not in (
    select other.{{ key }} from {{ ref(table) }} as other where other.{{ key }} is not null
)
group by {{ column }}
{{ "union all" if not loop.last }}
{%- endfor %}
{% endtest %}
