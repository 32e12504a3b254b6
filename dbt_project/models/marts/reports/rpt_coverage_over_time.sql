{% set series = ['coverage.area_code', 'coverage.segment_code', 'coverage.programme_code'] %}
{% set latest_first = [
    'coverage.as_of_date desc nulls last',
    'coverage.last_published_on desc nulls last',
    'coverage.coverage_key asc nulls last',
] %}
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
    {{ level_text('coverage.workers_labour_force') }} as workers_labour_force_text,
    {{ level_text('coverage.workers_registered') }} as workers_registered_text,
    {{ level_text('coverage.workers_active') }} as workers_active_text,
    {{ level_text('coverage.workers_inactive') }} as workers_inactive_text,
    {{ level_text('coverage.workers_unprotected') }} as workers_unprotected_text,
    {{ latest_known('coverage.workers_labour_force', series, latest_first) | indent(4) }} as workers_labour_force_latest,
    {{ latest_known('coverage.workers_registered', series, latest_first) | indent(4) }} as workers_registered_latest,
    {{ latest_known('coverage.workers_active', series, latest_first) | indent(4) }} as workers_active_latest,
    {{ latest_known('coverage.workers_inactive', series, latest_first) | indent(4) }} as workers_inactive_latest,
    {{ latest_known('coverage.workers_unprotected', series, latest_first) | indent(4) }} as workers_unprotected_latest,
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
