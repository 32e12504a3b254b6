{#
    The one order in which figures of the same cell of a fact are preferred: definition, origin, precision, publication, confidence. Each
    criterion is a column of canonical_observation_query, its direction, and the words for it when it decides, in English and Indonesian.
    Total, since the last column identifies the figure. Counts out of registers are in no cell with figures: they are fact rows of their
    own (`origin` register), and rpt_canonical_figure sets them first among the values of a fact.
#}
{% macro canonical_criteria() -%}
    {{ return([
        ('denominator_rank', 'asc', 'of the definition that rates are computed on', 'memakai definisi yang menjadi dasar rasio'),
        ('lateness', 'desc', 'the latest in or before the target period', 'terbaru dalam atau sebelum masa target'),
        ('origin_rank', 'asc', 'from a source closer to the count', 'dari sumber yang lebih dekat ke pencatatan'),
        ('qualifier_rank', 'asc', 'stated more firmly', 'dinyatakan lebih tegas'),
        ('decimals', 'desc', 'printed more precisely', 'tercetak lebih teliti'),
        ('basis_rank', 'asc', 'the text states the period', 'periodenya disebut dalam laporan'),
        ('published_on', 'desc', 'published later', 'terbit lebih akhir'),
        ('confidence', 'desc', 'read with more confidence', 'terbaca dengan keyakinan lebih tinggi'),
        ('report_id', 'asc', 'same in all that counts; first by report', 'setara; didahulukan menurut laporan'),
        ('place', 'asc', 'same in all that counts; first in the report', 'setara; lebih dulu dalam laporan'),
        ('observation_id', 'asc', 'same in all that counts; first by identity', 'setara; didahulukan menurut identitas'),
    ]) }}
{%- endmacro %}

{# What is said of a figure without rivals. #}
{% macro only_figure() -%}
    {{ return(('the only figure', 'satu-satunya angka')) }}
{%- endmacro %}

{# Why the value of a fact row that was counted out of a register comes before what reports say of the same fact. #}
{% macro register_first() -%}
    {{ return(('counted out of a register', 'dihitung dari register')) }}
{%- endmacro %}

{# The Indonesian words for the English ones of a criterion. #}
{% macro criterion_in_indonesian(expression) -%}
    case {{ expression }}
        when '{{ only_figure()[0] }}' then '{{ only_figure()[1] }}'
        when '{{ register_first()[0] }}' then '{{ register_first()[1] }}'
        {% for column, direction, words_en, words_id in canonical_criteria() -%}
        when '{{ words_en }}' then '{{ words_id }}'
        {% endfor -%}
    end
{%- endmacro %}

{% macro canonical_order() -%}
    {% for column, direction, words_en, words_id in canonical_criteria() %}{{ column }} {{ direction }} nulls last{{ ', ' if not loop.last }}{% endfor %}
{%- endmacro %}

{#
    Sources from the one closest to the count to the one furthest away: the office's own workbook, public tables of figures, the survey,
    what the press tells.
#}
{% macro sources_by_closeness() -%}
    {{ return(['workbook', 'table', 'labour_force', 'press']) }}
{%- endmacro %}

{# Definitions of the denominator, from the one that rates are computed on first: the agency's own base before the survey's. #}
{% macro denominators_by_preference() -%}
    {{ return([
        'eligible', 'eligible_age_limits', 'potential', 'stated', 'attributed_to_bps', 'bps_labour_force', 'bps_employed',
    ]) }}
{%- endmacro %}

{# The place of a value in a list of values; null where there is no value, the last place where the list does not know it. #}
{% macro rank_in(column, values) -%}
    case
        when {{ column }} is null then null
        {% for value in values -%}
        when {{ column }} = '{{ value }}' then {{ loop.index }}
        {% endfor -%}
        else {{ values | length + 1 }}
    end
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
        {% for column, direction, words_en, words_id in canonical_criteria() -%}
        when {{ better }}{{ column }} <> {{ worse }}{{ column }} then '{{ words_en }}'
        {% endfor -%}
    end
{%- endmacro %}
