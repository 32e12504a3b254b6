{# Rows about what is broken in a table, for the tests well_formed and references: one row a broken rule. #}

{% macro repeated_key(model, columns, filled_only) -%}
select
    'unique' as broken_rule,
    '{{ columns | join(", ") }}' as column_name,
    {{ found_text(columns) }} as found,
    count(*) as row_count
from {{ model }}
{%- if filled_only %}
where {{ columns[0] }} is not null
{%- endif %}
group by {{ columns | join(", ") }}
having count(*) > 1
{%- endmacro %}


{% macro empty_column(column, count) -%}
select
    'filled' as broken_rule,
    '{{ column }}' as column_name,
    'empty' as found,
    {{ count }} as row_count
from counted
where {{ count }} > 0
{%- endmacro %}


{% macro unknown_value(model, column, allowed) -%}
select
    'values' as broken_rule,
    '{{ column }}' as column_name,
    {{ found_text([column]) }} as found,
    count(*) as row_count
from {{ model }}
where {{ column }} not in (
    {%- for value in allowed %}'{{ value | string | replace("'", "''") }}'{{ ", " if not loop.last }}{% endfor -%}
)
group by {{ column }}
{%- endmacro %}


{#- What stands in columns, for a person: cut, because a value may be a page long. -#}
{% macro found_text(columns) -%}
{%- for column in columns -%}
coalesce(substr(cast({{ column }} as {{ dbt.type_string() }}), 1, 60), 'empty'){{ " || ', ' || " if not loop.last }}
{%- endfor -%}
{%- endmacro %}
