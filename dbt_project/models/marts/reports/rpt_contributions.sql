{% set series = ['contributions.area_code', 'contributions.programme_code', 'contributions.segment_code', 'contributions.origin'] %}
{% set latest_first = [
    'contributions.as_of_date desc nulls last',
    'contributions.period_start asc nulls last',
    'contributions.last_published_on desc nulls last',
    'contributions.contribution_key asc nulls last',
] %}
with
contributions as (
    select * from {{ ref('fct_contributions') }}
),

areas as (
    select * from {{ ref('dim_area') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

segments as (
    select * from {{ ref('dim_segment') }}
),

origins as (
    select * from {{ ref('code_label') }}
    where code_kind = 'origin'
)

select
    -- keys
    {{ surrogate_key(["'rpt_contributions'", 'contributions.contribution_key']) }} as contributions_mart_key,
    contributions.contribution_key,
    contributions.area_code,
    contributions.programme_code,
    contributions.segment_code,
    contributions.origin,
    -- names
    areas.area_kind,
    areas.name_id as area_name_id,
    coalesce(areas.name_en, areas.name_id) as area_name_en,
    programmes.name_id as programme_name_id,
    programmes.name_en as programme_name_en,
    segments.name_id as segment_name_id,
    segments.name_en as segment_name_en,
    origins.name_id as origin_name_id,
    origins.name_en as origin_name_en,
    -- time
    contributions.period_start,
    contributions.as_of_date,
    contributions.period_key,
    -- figures
    {{ level_text('contributions.amount_idr', 30) }} as amount_idr_text,
    {{ latest_known('contributions.amount_idr', series, latest_first) | indent(4) }} as amount_idr_latest,
    contributions.programme_code = 'ALL' as is_total,
    contributions.suppressed_because,
    -- evidence
    contributions.last_published_on,
    contributions.report_count,
    contributions.alternative_count,
    -- sorting
    cast(row_number() over (
        order by
            contributions.as_of_date desc nulls last, contributions.area_code asc nulls last,
            contributions.amount_idr desc nulls last, contributions.contribution_key asc nulls last
    ) as integer) as sort_order
from contributions
inner join areas on contributions.area_key = areas.area_key
inner join programmes on contributions.programme_key = programmes.programme_key
inner join segments on contributions.segment_key = segments.segment_key
inner join origins on contributions.origin = origins.code
