{% set measures = ['recipients', 'candidates', 'amount_idr'] %}
{% set series = ['edition_code', 'origin'] %}
with
disbursements as (
    select * from {{ ref('fct_benefit_disbursements') }}
    where programme_code = 'BSU' and segment_code = 'ALL' and area_kind = 'province' and as_of_date is not null
),

told as (
    select
        'fct_benefit_disbursements' as fact_table,
        benefit_disbursement_key as fact_key,
        area_key,
        edition_code,
        origin,
        period_key,
        period_start,
        as_of_date,
        last_published_on,
        {{ measures | join(',\n        ') }}
    from disbursements
    where coalesce({{ measures | join(', ') }}) is not null
),

{{ folded_on_constant_boundaries(series, measures) }},

-- Reports give running totals of an edition: the latest one of which something is known speaks for it.
ranked as (
    select
        *,
        row_number() over (
            partition by constant_area_key, edition_code, origin
            order by
                case when measures_known > 0 then 0 else 1 end asc nulls last, as_of_date desc nulls last,
                measures_known desc nulls last, period_key desc nulls last, list_from desc nulls last
        ) as turn
    from folded
),

latest as (
    select * from ranked
    where turn = 1
),

constant_areas as (
    select * from {{ ref('dim_constant_area') }}
)

select
    -- keys
    {{ surrogate_key([
        "'rpt_bsu_on_constant_boundaries'", 'latest.constant_area_key', 'latest.edition_code', 'latest.origin',
    ]) }} as bsu_on_constant_boundaries_key,
    latest.fact_keys as benefit_disbursement_keys,
    latest.constant_area_key,
    constant_areas.boundary_set_code,
    constant_areas.province_code,
    latest.edition_code,
    latest.origin,
    -- names
    constant_areas.boundary_set_name_id,
    constant_areas.boundary_set_name_en,
    constant_areas.province_name_id,
    constant_areas.province_name_en,
    constant_areas.province_name_short,
    constant_areas.covers_id,
    constant_areas.covers_en,
    -- time
    latest.as_of_date,
    latest.period_key,
    -- totals, to be read and not added over lists of provinces
    {{ level_text('cast(latest.recipients as decimal(28, 0))') }} as recipients_text,
    {{ level_text('cast(latest.candidates as decimal(28, 0))') }} as candidates_text,
    {{ level_text('cast(latest.amount_idr as decimal(28, 6))', 30) }} as amount_idr_text,
    {{ metric('amount_per_recipient_idr', 'latest.') }} as amount_per_recipient_idr,
    -- completeness
    latest.parts_expected,
    latest.parts_known,
    latest.measures_known = latest.measures_told as is_complete,
    reasons.incomplete_because_id,
    reasons.incomplete_because_en,
    -- evidence
    latest.last_published_on,
    -- sorting
    cast(row_number() over (
        order by
            constant_areas.boundary_set_code asc nulls last, latest.edition_code desc nulls last,
            constant_areas.province_code asc nulls last, latest.origin desc nulls last
    ) as integer) as sort_order
from latest
inner join constant_areas on latest.constant_area_key = constant_areas.constant_area_key
left join reasons
    on
        latest.constant_area_key = reasons.constant_area_key and latest.edition_code = reasons.edition_code
        and latest.origin = reasons.origin and latest.period_key = reasons.period_key and latest.list_from = reasons.list_from
