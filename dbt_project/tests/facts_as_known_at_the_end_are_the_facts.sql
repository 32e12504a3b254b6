-- Asked as of a day after every report, the table macros give the facts themselves.
-- That asks every macro for all figures. Where there are too many, one thing is checked that a macro does not share with its model by
-- its text: that the figures which it starts from, those of the day, are the ones that the models start from (docs/decisions/0043).
{{ config(enabled=target.type == 'duckdb') }}
{% set facts = [
    'bridge_fact_observation', 'fct_coverage', 'fct_employers', 'fct_benefit_disbursements', 'fct_contributions',
    'fct_service_points', 'fct_targets',
] %}
{% set most_figures = 50000 %}
{% set last_day = "date '9999-12-30'" %}
{% set observations = ref('fct_observation') %}
{% set is_small = true %}
{#- The SQL linter has no database to ask. #}
{% if execute and run_query is defined %}
{% set is_small = run_query('select count(*) <= ' ~ most_figures ~ ' from ' ~ observations).columns[0].values()[0] %}
{% endif %}
with
starting_differently as (
    select count(*) as row_count
    from {{ observations }}
    where
        (known_from <= {{ last_day }} and (known_to is null or known_to > {{ last_day }})) <> is_current
        -- The macros tell these as they were before the figure ended; of a current one they are empty.
        or (is_current and (known_to is not null or superseded_by is not null or ended_by is not null))
),

{% for fact in facts if is_small %}
{% set as_known = 'marts.' ~ fact | replace('fct_', '') ~ '_as_known' %}
{{ fact }}_known as materialized (
    select *
    from {{ as_known }}({{ last_day }})
),

{{ fact }}_missing as (
    select *
    from {{ ref(fact) }}

    except all

    select *
    from {{ fact }}_known
),

{{ fact }}_surplus as (
    select *
    from {{ fact }}_known

    except all

    select *
    from {{ ref(fact) }}
),

{% endfor %}
differences as (
    select
        'fct_observation' as fact_table,
        row_count
    from starting_differently
    {% for fact in facts if is_small %}
    union all
    select
        '{{ fact }}' as fact_table,
        (select count(*) from {{ fact }}_missing) + (select count(*) from {{ fact }}_surplus) as row_count
    {% endfor %}
)

select *
from differences
where row_count > 0
