{% set series = ['employers.area_code', 'employers.segment_code', 'employers.scale_code', 'employers.origin'] %}
{% set latest_first = [
    'employers.as_of_date desc nulls last',
    'employers.last_published_on desc nulls last',
    'employers.employers_key asc nulls last',
] %}
with
employers as (
    select * from {{ ref('fct_employers') }}
    where coalesce(employers_registered, employers_active, employers_inactive) is not null or suppressed_because is not null
),

areas as (
    select * from {{ ref('dim_area') }}
),

segments as (
    select * from {{ ref('dim_segment') }}
),

scales as (
    select * from {{ ref('code_label') }}
    where code_kind = 'scale'
),

origins as (
    select * from {{ ref('code_label') }}
    where code_kind = 'origin'
)

select
    -- keys
    {{ surrogate_key(["'rpt_employer_compliance'", 'employers.employers_key']) }} as employer_compliance_key,
    employers.employers_key,
    employers.area_code,
    employers.segment_code,
    employers.scale_code,
    employers.origin,
    -- names
    areas.area_kind,
    areas.name_id as area_name_id,
    coalesce(areas.name_en, areas.name_id) as area_name_en,
    segments.name_id as segment_name_id,
    segments.name_en as segment_name_en,
    coalesce(scales.name_id, employers.scale_code) as scale_name_id,
    coalesce(scales.name_en, employers.scale_code) as scale_name_en,
    scales.sort_order as scale_order,
    origins.name_id as origin_name_id,
    origins.name_en as origin_name_en,
    -- time
    employers.as_of_date,
    employers.period_key,
    -- figures
    {{ level_text('employers.employers_registered') }} as employers_registered_text,
    {{ level_text('employers.employers_active') }} as employers_active_text,
    {{ level_text('employers.employers_inactive') }} as employers_inactive_text,
    {{ level_text('employers.employers_unregistered') }} as employers_unregistered_text,
    {{ level_text('employers.employers_population') }} as employers_population_text,
    {{ latest_known('employers.employers_registered', series, latest_first) | indent(4) }} as employers_registered_latest,
    {{ latest_known('employers.employers_active', series, latest_first) | indent(4) }} as employers_active_latest,
    {{ latest_known('employers.employers_inactive', series, latest_first) | indent(4) }} as employers_inactive_latest,
    {{ latest_known('employers.employers_unregistered', series, latest_first) | indent(4) }} as employers_unregistered_latest,
    {{ latest_known('employers.employers_population', series, latest_first) | indent(4) }} as employers_population_latest,
    employers.employers_active_rate as compliance_rate,
    employers.employer_coverage_rate,
    employers.employer_coverage_rate_reported,
    employers.employers_active_rate is not null as has_compliance,
    employers.suppressed_because,
    -- evidence
    employers.last_published_on,
    employers.report_count,
    employers.alternative_count,
    -- sorting
    cast(row_number() over (
        order by
            employers.as_of_date desc nulls last, employers.area_code asc nulls last, employers.employers_key asc nulls last
    ) as integer) as sort_order
from employers
inner join areas on employers.area_key = areas.area_key
inner join segments on employers.segment_key = segments.segment_key
left join scales on employers.scale_code = scales.code
inner join origins on employers.origin = origins.code
