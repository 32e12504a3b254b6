{#
    The one order in which figures of the same cell of a fact are preferred: column of canonical_observation_query, direction,
    and the words for the criterion when it decides. Total, since the last column identifies the figure.
#}
{% macro canonical_criteria() -%}
    {{ return([
        ('lateness', 'desc', 'the latest in or before the target period'),
        ('qualifier_rank', 'asc', 'stated more firmly'),
        ('decimals', 'desc', 'printed more precisely'),
        ('basis_rank', 'asc', 'the text states the period'),
        ('published_on', 'desc', 'published later'),
        ('confidence', 'desc', 'read with more confidence'),
        ('report_id', 'asc', 'same in all that counts; first by report'),
        ('place', 'asc', 'same in all that counts; first in the report'),
        ('observation_id', 'asc', 'same in all that counts; first by identity'),
    ]) }}
{%- endmacro %}

{% macro canonical_order() -%}
    {% for column, direction, words in canonical_criteria() %}{{ column }} {{ direction }} nulls last{{ ', ' if not loop.last }}{% endfor %}
{%- endmacro %}

{# From the firmest wording to the vaguest. #}
{% macro qualifiers_by_firmness() -%}
    {{ return(['exact', 'approx', 'at_least', 'at_most', 'range_low', 'range_high', 'order_of_magnitude', 'planned']) }}
{%- endmacro %}

{% macro qualifier_rank(column) -%}
    case {{ column }}
        {% for qualifier in qualifiers_by_firmness() -%}
        when '{{ qualifier }}' then {{ loop.index }}
        {% endfor -%}
        else 9
    end
{%- endmacro %}

{% macro qualifier_of_rank(expression) -%}
    case {{ expression }}
        {% for qualifier in qualifiers_by_firmness() -%}
        when {{ loop.index }} then '{{ qualifier }}'
        {% endfor -%}
    end
{%- endmacro %}

{# Which criterion puts the row `better` before the row `worse` (prefixes of the columns, with their dot). #}
{% macro deciding_criterion(better, worse) -%}
    case
        {% for column, direction, words in canonical_criteria() -%}
        when {{ better }}{{ column }} <> {{ worse }}{{ column }} then '{{ words }}'
        {% endfor -%}
    end
{%- endmacro %}
