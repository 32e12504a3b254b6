-- A computed rate names numerator and denominator, and the denominator's definition is that of the figure that was divided by.
with
rates as (
    select
        coverage_key,
        coverage_rate,
        coverage_rate_of_employed,
        numerator_used,
        denominator_used
    from {{ ref('fct_coverage') }}
),

divided_by as (
    select
        bridge.fact_key,
        bridge.fact_column,
        observations.denominator_code
    from {{ ref('bridge_fact_observation') }} as bridge
    inner join {{ ref('fct_observation') }} as observations on bridge.observation_id = observations.observation_id
    where
        bridge.fact_table = 'fct_coverage'
        and bridge.role = 'chosen'
        and bridge.fact_column in ('workers_labour_force', 'workers_employed')
)

select
    rates.coverage_key,
    divided_by.fact_column,
    divided_by.denominator_code
from rates
left join divided_by on rates.coverage_key = divided_by.fact_key
where
    (rates.coverage_rate is not null and (rates.numerator_used is null or rates.denominator_used is null))
    or (rates.coverage_rate_of_employed is not null and rates.numerator_used is null)
    or (
        rates.coverage_rate is not null
        and divided_by.fact_column = 'workers_labour_force'
        and divided_by.denominator_code <> rates.denominator_used
    )
    or (divided_by.fact_column = 'workers_employed' and divided_by.denominator_code <> 'bps_employed')
