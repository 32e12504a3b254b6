with
cells as (
    select *
    from {{ ref('int_canonical_observation') }}
    where fact_table = 'fct_coverage'
),

areas as (
    select *
    from {{ ref('dim_area') }}
),

programmes as (
    select *
    from {{ ref('dim_programme') }}
),

segments as (
    select *
    from {{ ref('dim_segment') }}
),

fact_rows as (
    select
        fact_key,
        area_key,
        programme_key,
        segment_key,
        facility_type_key,
        kind_code,
        period_key,
        max(case when role = 'chosen' then period_start end) as period_start,
        max(case when role = 'chosen' then period_end end) as as_of_date,
        {{ cell('workers_labour_force') }} as workers_labour_force,
        {{ cell('workers_employed') }} as workers_employed,
        {{ cell('workers_registered') }} as workers_registered,
        {{ cell('workers_active') }} as workers_active,
        {{ cell('workers_inactive') }} as workers_inactive,
        {{ cell('workers_unprotected') }} as workers_unprotected,
        {{ cell('workers_new') }} as workers_new,
        {{ cell('jpk_insured') }} as jpk_insured,
        {{ cell('projects_registered') }} as projects_registered,
        {{ cell('coverage_rate_reported', 'decimal(28, 6)') }} as coverage_rate_reported,
        {{ cell('uncovered_rate_reported', 'decimal(28, 6)') }} as uncovered_rate_reported,
        max(case when fact_column = 'workers_labour_force' and role = 'chosen' then denominator_code end) as denominator_code,
        {{ evidence_columns() }}
    from cells
    group by fact_key, area_key, programme_key, segment_key, facility_type_key, kind_code, period_key
),

-- Who still pays is covered; where only the registered are known they stand in, and numerator_used says so.
numerators as (
    select
        *,
        coalesce(workers_active, workers_registered) as workers_covered,
        case
            when workers_active is not null then 'workers_active'
            when workers_registered is not null then 'workers_registered'
        end as numerator_known
    from fact_rows
)

select
    -- keys
    fact_rows.fact_key as coverage_key,
    fact_rows.area_key,
    fact_rows.programme_key,
    fact_rows.segment_key,
    {{ surrogate_key(["'dim_date'", "coalesce(cast(fact_rows.as_of_date as string), 'none')"]) }} as as_of_date_key,
    -- codes
    areas.area_code,
    areas.name_id as area_name,
    areas.area_kind,
    programmes.programme_code,
    segments.segment_code,
    -- period
    fact_rows.period_key,
    fact_rows.period_start,
    fact_rows.as_of_date,
    -- measures
    fact_rows.workers_labour_force,
    fact_rows.workers_employed,
    fact_rows.workers_registered,
    fact_rows.workers_active,
    fact_rows.workers_inactive,
    fact_rows.workers_unprotected,
    fact_rows.workers_new,
    fact_rows.workers_covered,
    fact_rows.jpk_insured,
    fact_rows.projects_registered,
    -- ratios
    {{ metric('coverage_rate', 'fact_rows.') }} as coverage_rate,
    {{ metric('coverage_rate_of_employed', 'fact_rows.') }} as coverage_rate_of_employed,
    {{ metric('active_rate', 'fact_rows.') }} as active_rate,
    case
        when fact_rows.workers_labour_force > 0 or fact_rows.workers_employed > 0 then fact_rows.numerator_known
    end as numerator_used,
    case when fact_rows.workers_labour_force > 0 and fact_rows.workers_covered is not null then fact_rows.denominator_code end
        as denominator_used,
    fact_rows.coverage_rate_reported,
    fact_rows.uncovered_rate_reported,
    -- evidence
    fact_rows.observation_count,
    fact_rows.alternative_count,
    fact_rows.report_count,
    fact_rows.last_published_on,
    fact_rows.least_firm_qualifier
from numerators as fact_rows
inner join areas on fact_rows.area_key = areas.area_key
inner join programmes on fact_rows.programme_key = programmes.programme_key
inner join segments on fact_rows.segment_key = segments.segment_key
