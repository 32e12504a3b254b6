{#
    Each of `columns` is filled in at most one row of a series, whatever the day or period of the row: a tool that adds it up over time
    adds nothing twice. `series` are the columns that tell series apart.
#}
{% test once_over_time(model, columns, series) %}
{% for column in columns %}
select
    '{{ column }}' as repeated_column,
    {{ series | join(', ') }},
    count(*) as row_count
from {{ model }}
where {{ column }} is not null
group by {{ series | join(', ') }}
having count(*) > 1
{{ "union all" if not loop.last }}
{% endfor %}
{% endtest %}
