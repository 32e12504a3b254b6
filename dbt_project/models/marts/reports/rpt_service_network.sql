with
points as (
    select
        *,
        row_number() over (
            partition by area_code, measure_code, facility_type_code, segment_code, programme_code
            order by as_of_date desc nulls last, last_published_on desc nulls last, service_point_key asc nulls last
        ) as turn
    from {{ ref('fct_service_points') }}
),

latest as (
    select * from points
    where turn = 1
),

areas as (
    select * from {{ ref('dim_area') }}
),

measures as (
    select * from {{ ref('dim_measure') }}
),

facility_types as (
    select * from {{ ref('dim_facility_type') }}
)

select
    -- keys
    {{ surrogate_key(["'rpt_service_network'", 'latest.service_point_key']) }} as service_network_key,
    latest.service_point_key,
    latest.area_code,
    latest.measure_code,
    latest.facility_type_code,
    latest.segment_code,
    latest.programme_code,
    -- names
    areas.area_kind,
    areas.name_id as area_name_id,
    coalesce(areas.name_en, areas.name_id) as area_name_en,
    measures.name_id as measure_name_id,
    measures.name_en as measure_name_en,
    facility_types.name_id as facility_type_name_id,
    facility_types.name_en as facility_type_name_en,
    -- time
    latest.as_of_date,
    latest.period_key,
    -- figures
    latest.point_count,
    latest.planned_count,
    latest.facility_type_code = 'ALL' as is_total,
    -- evidence
    latest.last_published_on,
    latest.report_count,
    latest.alternative_count,
    -- sorting
    cast(row_number() over (
        order by
            latest.area_code asc nulls last, latest.measure_code asc nulls last,
            case when latest.facility_type_code = 'ALL' then 0 else 1 end asc nulls last,
            latest.point_count desc nulls last, latest.service_point_key asc nulls last
    ) as integer) as sort_order
from latest
inner join areas on latest.area_key = areas.area_key
inner join measures on latest.measure_key = measures.measure_key
inner join facility_types on latest.facility_type_key = facility_types.facility_type_key
