with
-- Reports give running totals of an edition: the latest one speaks for it.
totals as (
    select
        *,
        row_number() over (
            partition by edition_code, area_code, origin
            order by
                case when amount_idr is null and recipients is null then 1 else 0 end asc nulls last,
                as_of_date desc nulls last, last_published_on desc nulls last, recipients desc nulls last,
                benefit_disbursement_key asc nulls last
        ) as turn
    from {{ ref('fct_benefit_disbursements') }}
    where programme_code = 'BSU' and segment_code = 'ALL' and area_kind = 'province'
),

latest as (
    select * from totals
    where turn = 1
),

provinces as (
    select * from {{ ref('dim_area') }}
    where area_kind = 'province' and is_current
),

origins as (
    select * from {{ ref('code_label') }}
    where code_kind = 'origin'
)

select
    -- keys
    {{ surrogate_key(["'rpt_bsu_by_edition_province'", 'latest.edition_code', 'provinces.area_code', 'latest.origin']) }}
        as bsu_by_edition_province_key,
    latest.benefit_disbursement_key,
    latest.edition_code,
    provinces.area_code as province_code,
    provinces.iso_3166_2,
    latest.origin,
    -- names
    provinces.name_id as province_name_id,
    provinces.name_en as province_name_en,
    provinces.name_short as province_name_short,
    origins.name_id as origin_name_id,
    origins.name_en as origin_name_en,
    -- time
    latest.as_of_date,
    latest.period_key,
    -- figures
    latest.recipients,
    latest.candidates,
    latest.amount_idr,
    latest.amount_per_recipient_idr,
    latest.edition_unit_rate_idr,
    cast(latest.recipients * latest.edition_unit_rate_idr as decimal(28, 6)) as amount_expected_idr,
    cast(latest.amount_idr - latest.recipients * latest.edition_unit_rate_idr as decimal(28, 6)) as amount_difference_idr,
    latest.bsu_realisation_rate,
    latest.disbursed_rate_reported,
    latest.suppressed_because,
    -- evidence
    latest.last_published_on,
    latest.report_count,
    latest.alternative_count,
    -- sorting
    cast(row_number() over (
        order by
            latest.edition_code desc nulls last, latest.recipients desc nulls last, provinces.area_code asc nulls last,
            latest.origin desc nulls last
    ) as integer) as sort_order
from latest
inner join provinces on latest.area_code = provinces.area_code
inner join origins on latest.origin = origins.code
