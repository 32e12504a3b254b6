with
targets as (
    select
        *,
        case
            when coalesce(achievement_rate, achievement_rate_reported) >= 100 then 'met'
            when coalesce(achievement_rate, achievement_rate_reported) is not null then 'not met'
            else 'no realised figure'
        end as attainment
    from {{ ref('fct_targets') }}
),

areas as (
    select * from {{ ref('dim_area') }}
),

measures as (
    select * from {{ ref('dim_measure') }}
),

segments as (
    select * from {{ ref('dim_segment') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

attainments as (
    select * from {{ ref('code_label') }}
    where code_kind = 'attainment'
)

select
    -- keys
    {{ surrogate_key(["'rpt_target_attainment'", 'targets.target_key']) }} as target_attainment_key,
    targets.target_key,
    targets.area_code,
    targets.measure_code,
    targets.segment_code,
    targets.programme_code,
    -- names
    areas.area_kind,
    areas.name_id as area_name_id,
    coalesce(areas.name_en, areas.name_id) as area_name_en,
    measures.name_id as measure_name_id,
    measures.name_en as measure_name_en,
    measures.unit,
    segments.name_id as segment_name_id,
    segments.name_en as segment_name_en,
    programmes.name_id as programme_name_id,
    programmes.name_en as programme_name_en,
    attainments.name_id as attainment_name_id,
    attainments.name_en as attainment_name_en,
    -- time
    targets.period_key,
    targets.period_start,
    targets.as_of_date as target_on,
    targets.realised_as_of,
    -- figures
    {{ level_text('targets.target_low', 30) }} as target_low_text,
    {{ level_text('targets.target_high', 30) }} as target_high_text,
    {{ level_text('targets.realised', 30) }} as realised_text,
    {{ level_text('targets.realised - targets.target_low', 30) }} as gap_text,
    targets.achievement_rate,
    targets.achievement_rate_reported,
    coalesce(targets.achievement_rate, targets.achievement_rate_reported) as achievement_rate_shown,
    targets.achievement_rate_reported_low,
    targets.achievement_rate_reported_high,
    targets.attainment,
    -- evidence
    targets.last_published_on,
    targets.report_count,
    -- sorting
    cast(row_number() over (
        order by
            targets.as_of_date desc nulls last, targets.area_code asc nulls last, targets.measure_code asc nulls last,
            targets.target_key asc nulls last
    ) as integer) as sort_order
from targets
inner join areas on targets.area_key = areas.area_key
inner join measures on targets.measure_key = measures.measure_key
inner join segments on targets.segment_key = segments.segment_key
inner join programmes on targets.programme_key = programmes.programme_key
inner join attainments on targets.attainment = attainments.code
