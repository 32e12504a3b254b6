-- Fact rows and the bridge name the same keys: no row without figures, no figure of a row that does not exist. Rows of registers name their
-- reports instead.
{% set keys = {
    'fct_coverage': 'coverage_key',
    'fct_employers': 'employers_key',
    'fct_benefit_disbursements': 'benefit_disbursement_key',
    'fct_contributions': 'contribution_key',
    'fct_service_points': 'service_point_key',
    'fct_targets': 'target_key',
} %}
with
fact_keys as (
    {% for fact, key in keys.items() %}
    {% if not loop.first %}
    union all
    {% endif %}
    select
        '{{ fact }}' as fact_table,
        {{ key }} as fact_key
    from {{ ref(fact) }}
    {% if fact in ('fct_employers', 'fct_benefit_disbursements', 'fct_contributions') %}
    where origin = 'reported'
    {% endif %}
    {% endfor %}
),

bridge_keys as (
    select distinct
        fact_table,
        fact_key
    from {{ ref('bridge_fact_observation') }}
)

select
    fact_keys.fact_key as key_of_fact,
    bridge_keys.fact_key as key_of_bridge
from fact_keys
full outer join bridge_keys
    on fact_keys.fact_table = bridge_keys.fact_table and fact_keys.fact_key = bridge_keys.fact_key
where fact_keys.fact_key is null or bridge_keys.fact_key is null
