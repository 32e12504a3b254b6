{#- None of `columns` is ever empty: one test a table, not one a column (decision 0011). The failing rows name the column. -#}
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
