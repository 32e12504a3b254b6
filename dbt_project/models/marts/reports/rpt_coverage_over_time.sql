with
coverage as (
    select * from {{ ref('fct_coverage') }}
    where
        as_of_date is not null
        and coalesce(
            coverage_rate, coverage_rate_reported, workers_labour_force, workers_registered, workers_active,
            workers_unprotected
        ) is not null
),

areas as (
    select * from {{ ref('dim_area') }}
),

segments as (
    select * from {{ ref('dim_segment') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

definitions as (
    select * from {{ ref('dim_denominator_definition') }}
),

measures as (
    select * from {{ ref('dim_measure') }}
)

select
    -- keys
    {{ surrogate_key(["'rpt_coverage_over_time'", 'coverage.coverage_key']) }} as coverage_over_time_key,
    coverage.coverage_key,
    coverage.area_code,
    coverage.segment_code,
    coverage.programme_code,
    -- names
    areas.area_kind,
    areas.name_id as area_name_id,
    coalesce(areas.name_en, areas.name_id) as area_name_en,
    segments.name_id as segment_name_id,
    segments.name_en as segment_name_en,
    programmes.name_id as programme_name_id,
    programmes.name_en as programme_name_en,
    -- time
    coverage.as_of_date,
    {{ month_of('coverage.as_of_date') }} as as_of_month,
    cast(year(coverage.as_of_date) as integer) as as_of_year,
    coverage.period_key,
    -- figures
    coalesce(coverage.coverage_rate, coverage.coverage_rate_reported) as coverage_rate_shown,
    coverage.coverage_rate,
    coverage.coverage_rate_reported,
    coverage.numerator_used,
    measures.name_id as numerator_name_id,
    measures.name_en as numerator_name_en,
    coverage.denominator_used,
    definitions.name_id as denominator_name_id,
    definitions.name_en as denominator_name_en,
    coverage.workers_labour_force,
    coverage.workers_registered,
    coverage.workers_active,
    coverage.workers_inactive,
    coverage.workers_unprotected,
    -- evidence
    coverage.last_published_on,
    coverage.report_count,
    coverage.alternative_count,
    -- sorting
    cast(row_number() over (
        order by
            coverage.area_code asc nulls last, coverage.segment_code asc nulls last,
            coverage.programme_code asc nulls last, coverage.as_of_date asc nulls last, coverage.coverage_key asc nulls last
    ) as integer) as sort_order
from coverage
inner join areas on coverage.area_key = areas.area_key
inner join segments on coverage.segment_key = segments.segment_key
inner join programmes on coverage.programme_key = programmes.programme_key
left join definitions on coverage.denominator_used = definitions.denominator_code
left join measures on coverage.numerator_used = measures.measure_code
