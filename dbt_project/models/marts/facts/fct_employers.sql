with
cells as (
    select *
    from {{ ref('int_canonical_observation') }}
    where fact_table = 'fct_employers'
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
        {{ cell('employers_registered') }} as employers_registered,
        {{ cell('employers_active') }} as employers_active,
        {{ cell('employers_inactive') }} as employers_inactive,
        {{ cell('employers_new') }} as employers_new,
        {{ cell('employers_unregistered') }} as employers_unregistered,
        {{ cell('employers_population') }} as employers_population,
        {{ cell('employer_coverage_rate_reported', 'decimal(28, 6)') }} as employer_coverage_rate_reported,
        {{ evidence_columns() }}
    from cells
    group by fact_key, area_key, programme_key, segment_key, facility_type_key, kind_code, period_key
),

-- Counted out of registers, small cells suppressed.
registered as (
    select *
    from {{ ref('fct_register_employers') }}
)

select
    -- keys
    fact_rows.fact_key as employers_key,
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
    'ALL' as scale_code,
    'reported' as origin,
    -- period
    fact_rows.period_key,
    fact_rows.period_start,
    fact_rows.as_of_date,
    -- measures
    fact_rows.employers_registered,
    fact_rows.employers_active,
    fact_rows.employers_inactive,
    fact_rows.employers_new,
    fact_rows.employers_unregistered,
    fact_rows.employers_population,
    -- ratios
    {{ metric('employer_coverage_rate', 'fact_rows.') }} as employer_coverage_rate,
    {{ metric('compliance_rate', 'fact_rows.') }} as employers_active_rate,
    fact_rows.employer_coverage_rate_reported,
    -- suppression
    cast(null as string) as suppressed_because,
    -- evidence
    fact_rows.observation_count,
    fact_rows.alternative_count,
    fact_rows.report_count,
    fact_rows.last_published_on,
    fact_rows.least_firm_qualifier
from fact_rows
inner join areas on fact_rows.area_key = areas.area_key
inner join programmes on fact_rows.programme_key = programmes.programme_key
inner join segments on fact_rows.segment_key = segments.segment_key

union all

select
    -- keys
    registered.register_employers_key as employers_key,
    registered.area_key,
    programmes.programme_key,
    segments.segment_key,
    registered.as_of_date_key,
    -- codes
    registered.area_code,
    registered.area_name,
    registered.area_kind,
    programmes.programme_code,
    segments.segment_code,
    registered.scale_code,
    'register' as origin,
    -- period
    registered.period_key,
    cast(null as date) as period_start,
    registered.as_of_date,
    -- measures
    registered.employers_registered,
    registered.employers_active,
    registered.employers_inactive,
    cast(null as decimal(28, 0)) as employers_new,
    cast(null as decimal(28, 0)) as employers_unregistered,
    cast(null as decimal(28, 0)) as employers_population,
    -- ratios
    cast(null as decimal(28, 6)) as employer_coverage_rate,
    registered.employers_active_rate,
    cast(null as decimal(28, 6)) as employer_coverage_rate_reported,
    -- suppression
    registered.suppressed_because,
    -- evidence
    cast(0 as bigint) as observation_count,
    cast(0 as bigint) as alternative_count,
    registered.report_count,
    registered.last_published_on,
    cast(null as string) as least_firm_qualifier
from registered
inner join programmes on programmes.programme_code = 'ALL'
inner join segments on segments.segment_code = 'ALL'
