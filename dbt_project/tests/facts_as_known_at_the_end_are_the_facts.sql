-- Asked as of a day after every report, the table macros give the facts themselves.
{{ config(enabled=target.type == 'duckdb') }}
{% set facts = [
    'bridge_fact_observation', 'fct_coverage', 'fct_employers', 'fct_benefit_disbursements', 'fct_contributions',
    'fct_service_points', 'fct_targets',
] %}
with
{% for fact in facts %}
{% set as_known = 'marts.' ~ fact | replace('fct_', '') ~ '_as_known' %}
{{ fact }}_missing as (
    select *
    from {{ ref(fact) }}

    except all

    select *
    from {{ as_known }}(date '9999-12-30')
),

{{ fact }}_surplus as (
    select *
    from {{ as_known }}(date '9999-12-30')

    except all

    select *
    from {{ ref(fact) }}
),

{% endfor %}
differences as (
    {% for fact in facts %}
    {% if not loop.first %}
    union all
    {% endif %}
    select
        '{{ fact }}' as fact_table,
        (select count(*) from {{ fact }}_missing) + (select count(*) from {{ fact }}_surplus) as row_count
    {% endfor %}
)

select *
from differences
where row_count > 0
