{#- None of `columns` is ever empty. One test a table, not one a column: each dbt test costs about 40 ms here and a check in
    Dagster's event log besides, and 190 of them were a third of the build. The columns that fail are named in the failing rows. -#}
{% test never_empty(model, columns) %}
{% for column in columns %}
select
    '{{ column }}' as empty_column,
    count(*) as row_count
from {{ model }}
where {{ column }} is null
having count(*) > 0
{{ "union all" if not loop.last }}
{% endfor %}
{% endtest %}
