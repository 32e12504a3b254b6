with
cells as (
    select *
    from {{ ref('int_canonical_observation') }}
    where fact_table = 'fct_service_points'
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

facility_types as (
    select *
    from {{ ref('dim_facility_type') }}
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
        facility_type_key,
        kind_code,
        period_key,
        max(case when role = 'chosen' then period_start end) as period_start,
        max(case when role = 'chosen' then period_end end) as as_of_date,
        {{ cell('point_count') }} as point_count,
        {{ cell('planned_count') }} as planned_count,
        {{ evidence_columns() }}
    from cells
    group by fact_key, area_key, programme_key, segment_key, facility_type_key, kind_code, period_key
)

select
    -- keys
    fact_rows.fact_key as service_point_key,
    fact_rows.area_key,
    fact_rows.programme_key,
    fact_rows.segment_key,
    fact_rows.facility_type_key,
    measures.measure_key,
    {{ surrogate_key(["'dim_date'", "coalesce(cast(fact_rows.as_of_date as string), 'none')"]) }} as as_of_date_key,
    -- codes
    areas.area_code,
    areas.name_id as area_name,
    areas.area_kind,
    measures.measure_code,
    facility_types.facility_type_code,
    programmes.programme_code,
    segments.segment_code,
    -- period
    fact_rows.period_key,
    fact_rows.period_start,
    fact_rows.as_of_date,
    -- measures
    fact_rows.point_count,
    fact_rows.planned_count,
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
inner join facility_types on fact_rows.facility_type_key = facility_types.facility_type_key
inner join measures on fact_rows.kind_code = measures.measure_code
