with
cells as (
    select *
    from {{ ref('int_canonical_observation') }}
    where fact_table = 'fct_benefit_disbursements'
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

editions as (
    select *
    from {{ ref('dim_bsu_edition') }}
    where stage_code in ('ALL', 'none')
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
        {{ cell('recipients') }} as recipients,
        {{ cell('cases') }} as cases,
        {{ cell('candidates') }} as candidates,
        {{ cell('amount_idr', 'decimal(28, 6)') }} as amount_idr,
        {{ cell('disbursed_rate_reported', 'decimal(28, 6)') }} as disbursed_rate_reported,
        {{ evidence_columns() }}
    from cells
    group by fact_key, area_key, programme_key, segment_key, facility_type_key, kind_code, period_key
),

-- Counted out of registers, small cells suppressed.
registered as (
    select
        *,
        case when programme_code = 'BSU' then payments_paid end as recipients,
        case when programme_code <> 'BSU' then payments_paid end as cases
    from {{ ref('fct_register_disbursements') }}
)

select
    -- keys
    fact_rows.fact_key as benefit_disbursement_key,
    fact_rows.area_key,
    fact_rows.programme_key,
    fact_rows.segment_key,
    editions.bsu_edition_key,
    {{ surrogate_key(["'dim_date'", "coalesce(cast(fact_rows.as_of_date as string), 'none')"]) }} as as_of_date_key,
    -- codes
    areas.area_code,
    areas.name_id as area_name,
    areas.area_kind,
    programmes.programme_code,
    segments.segment_code,
    editions.edition_code,
    'reported' as origin,
    -- period
    fact_rows.period_key,
    fact_rows.period_start,
    fact_rows.as_of_date,
    -- measures
    fact_rows.recipients,
    fact_rows.cases,
    fact_rows.candidates,
    fact_rows.amount_idr,
    -- ratios
    {{ metric('amount_per_recipient_idr', 'fact_rows.') }} as amount_per_recipient_idr,
    {{ metric('amount_per_case_idr', 'fact_rows.') }} as amount_per_case_idr,
    {{ metric('bsu_realisation_rate', 'fact_rows.') }} as bsu_realisation_rate,
    editions.unit_rate_idr as edition_unit_rate_idr,
    fact_rows.disbursed_rate_reported,
    -- suppression
    cast(null as string) as suppressed_because,
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
inner join editions on fact_rows.kind_code = editions.edition_code

union all

select
    -- keys
    registered.register_disbursement_key as benefit_disbursement_key,
    registered.area_key,
    registered.programme_key,
    segments.segment_key,
    registered.bsu_edition_key,
    registered.as_of_date_key,
    -- codes
    registered.area_code,
    registered.area_name,
    registered.area_kind,
    registered.programme_code,
    segments.segment_code,
    registered.edition_code,
    'register' as origin,
    -- period
    registered.period_key,
    registered.period_start,
    registered.as_of_date,
    -- measures
    registered.recipients,
    registered.cases,
    cast(null as decimal(28, 0)) as candidates,
    registered.amount_idr,
    -- ratios
    {{ metric('amount_per_recipient_idr', 'registered.') }} as amount_per_recipient_idr,
    {{ metric('amount_per_case_idr', 'registered.') }} as amount_per_case_idr,
    cast(null as decimal(28, 6)) as bsu_realisation_rate,
    editions.unit_rate_idr as edition_unit_rate_idr,
    cast(null as decimal(28, 6)) as disbursed_rate_reported,
    -- suppression
    registered.suppressed_because,
    -- evidence
    cast(0 as bigint) as observation_count,
    cast(0 as bigint) as alternative_count,
    registered.report_count,
    registered.last_published_on,
    cast(null as string) as least_firm_qualifier
from registered
inner join segments on segments.segment_code = 'ALL'
inner join editions on registered.bsu_edition_key = editions.bsu_edition_key
