with
cells as (
    select *
    from {{ ref('int_canonical_observation') }}
    where fact_table = 'fct_targets'
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

measures as (
    select *
    from {{ ref('dim_measure') }}
),

fact_rows as (
    select
        fact_key,
        area_key,
        programme_key,
        segment_key,
        kind_code,
        period_key,
        min(case when fact_column in ('target_low', 'target_high') and role = 'chosen' then period_start end) as target_period_start,
        min(case when fact_column like 'achievement%' and role = 'chosen' then period_start end) as reported_period_start,
        max(case when fact_column in ('target_low', 'target_high') and role = 'chosen' then period_end end) as target_period_end,
        max(case when fact_column = 'realised' and role = 'chosen' then period_end end) as realised_as_of,
        max(case when fact_column = 'baseline' and role = 'chosen' then period_end end) as baseline_as_of,
        max(case when fact_column like 'achievement%' and role = 'chosen' then period_end end) as reported_as_of,
        {{ cell('target_low', 'decimal(28, 6)') }} as target_low,
        {{ cell('target_high', 'decimal(28, 6)') }} as target_high,
        {{ cell('realised', 'decimal(28, 6)') }} as realised,
        {{ cell('baseline', 'decimal(28, 6)') }} as baseline,
        {{ cell('achievement_rate_reported', 'decimal(28, 6)') }} as achievement_rate_reported,
        {{ cell('achievement_rate_reported_low', 'decimal(28, 6)') }} as achievement_rate_reported_low,
        {{ cell('achievement_rate_reported_high', 'decimal(28, 6)') }} as achievement_rate_reported_high,
        {{ evidence_columns() }}
    from cells
    group by fact_key, area_key, programme_key, segment_key, kind_code, period_key
),

dated as (
    select
        *,
        -- the target's own period; that of a reported rate only where no target is stated
        case when target_period_end is null then reported_period_start else target_period_start end as period_start,
        coalesce(target_period_end, reported_as_of) as as_of_date,
        coalesce(target_low, target_high) as target_used
    from fact_rows
)

select
    -- keys
    fact_rows.fact_key as target_key,
    fact_rows.area_key,
    fact_rows.programme_key,
    fact_rows.segment_key,
    measures.measure_key,
    {{ surrogate_key(["'dim_date'", "coalesce(cast(fact_rows.as_of_date as string), 'none')"]) }} as as_of_date_key,
    -- codes
    areas.area_code,
    areas.name_id as area_name,
    areas.area_kind,
    measures.measure_code,
    programmes.programme_code,
    segments.segment_code,
    -- period
    fact_rows.period_key,
    fact_rows.period_start,
    fact_rows.as_of_date,
    fact_rows.realised_as_of,
    fact_rows.baseline_as_of,
    fact_rows.reported_as_of,
    -- measures
    fact_rows.target_low,
    fact_rows.target_high,
    fact_rows.target_used,
    fact_rows.realised,
    fact_rows.baseline,
    -- ratios
    {{ metric('target_attainment_rate', 'fact_rows.') }} as achievement_rate,
    fact_rows.achievement_rate_reported,
    fact_rows.achievement_rate_reported_low,
    fact_rows.achievement_rate_reported_high,
    -- evidence
    fact_rows.observation_count,
    fact_rows.alternative_count,
    fact_rows.report_count,
    fact_rows.last_published_on,
    fact_rows.least_firm_qualifier
from dated as fact_rows
inner join areas on fact_rows.area_key = areas.area_key
inner join programmes on fact_rows.programme_key = programmes.programme_key
inner join segments on fact_rows.segment_key = segments.segment_key
inner join measures on fact_rows.kind_code = measures.measure_code
