{% set series = ['disbursements.area_code', 'disbursements.programme_code', 'disbursements.segment_code', 'disbursements.origin'] %}
{% set latest_first = [
    'disbursements.as_of_date desc nulls last',
    'disbursements.period_start asc nulls last',
    'disbursements.last_published_on desc nulls last',
    'disbursements.benefit_disbursement_key asc nulls last',
] %}
with
disbursements as (
    select * from {{ ref('fct_benefit_disbursements') }}
    where programme_code <> 'BSU'
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
),

provinces as (
    select * from {{ ref('dim_area') }}
    where area_kind = 'province' and is_current
)

select
    -- keys
    {{ surrogate_key(["'rpt_disbursements_by_programme'", 'disbursements.benefit_disbursement_key']) }}
        as disbursement_by_programme_key,
    disbursements.benefit_disbursement_key,
    disbursements.area_code,
    disbursements.programme_code,
    disbursements.segment_code,
    -- names
    areas.area_kind,
    provinces.area_code as province_code,
    provinces.iso_3166_2,
    provinces.name_id as province_name_id,
    provinces.name_en as province_name_en,
    areas.name_id as area_name_id,
    coalesce(areas.name_en, areas.name_id) as area_name_en,
    programmes.name_id as programme_name_id,
    programmes.name_en as programme_name_en,
    segments.name_id as segment_name_id,
    segments.name_en as segment_name_en,
    origins.name_id as origin_name_id,
    origins.name_en as origin_name_en,
    -- time
    disbursements.period_start,
    disbursements.as_of_date,
    disbursements.period_key,
    disbursements.origin,
    -- figures
    {{ level_text('disbursements.recipients') }} as recipients_text,
    {{ level_text('disbursements.cases') }} as cases_text,
    {{ level_text('disbursements.amount_idr', 30) }} as amount_idr_text,
    {{ latest_known('disbursements.recipients', series, latest_first) | indent(4) }} as recipients_latest,
    {{ latest_known('disbursements.cases', series, latest_first) | indent(4) }} as cases_latest,
    {{ latest_known('disbursements.amount_idr', series, latest_first) | indent(4) }} as amount_idr_latest,
    disbursements.amount_per_recipient_idr,
    disbursements.amount_per_case_idr,
    programmes.programme_code = 'ALL' as is_total,
    disbursements.suppressed_because,
    -- evidence
    disbursements.last_published_on,
    disbursements.report_count,
    disbursements.alternative_count,
    -- sorting
    cast(row_number() over (
        order by
            disbursements.as_of_date desc nulls last, disbursements.area_code asc nulls last,
            disbursements.amount_idr desc nulls last, disbursements.benefit_disbursement_key asc nulls last
    ) as integer) as sort_order
from disbursements
inner join areas on disbursements.area_key = areas.area_key
inner join programmes on disbursements.programme_key = programmes.programme_key
inner join segments on disbursements.segment_key = segments.segment_key
inner join origins on disbursements.origin = origins.code
left join provinces on areas.province_code = provinces.area_code
