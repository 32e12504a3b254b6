with
figures as (
    select
        *,
        substr(cast(period_end as string), 1, 4) as edition_code
    from {{ ref('int_relation_figure') }}
    where
        measure in ('bsu_recipients', 'bsu_amount')
        and area_kind in ('nation', 'province')
        and segment_code = 'ALL'
        and programme_code in ('BSU', 'ALL')
        and takes_stated
        and period_end is not null
        -- A span that begins within the year is a part of the edition, which the registers' sum is not.
        and (period_start is null or period_start = cast(date_trunc('year', period_end) as date))
),

payments as (
    select
        counted.*,
        reports.published_on
    from {{ ref('int_payment_counted') }} as counted
    inner join {{ ref('int_report') }} as reports on counted.report_id = reports.report_id
    where counted.programme_code = 'BSU'
),

-- Up to which day the registers speak: an area without payments in the latest one is spoken of by it, too.
known as (
    select
        edition_code,
        max(published_on) as last_published_on
    from payments
    group by edition_code
),

compared as (
    select
        figures.figure_id,
        max(payments.report_id) as register_report_id,
        sum(case when payments.paid_on <= figures.period_end then payments.paid_count else 0 end) as paid_count,
        sum(case when payments.paid_on <= figures.period_end then payments.paid_idr else 0 end) as paid_idr,
        sum(case when payments.paid_on <= figures.period_end then payments.failed_count + payments.returned_count else 0 end)
            as not_paid_count,
        sum(case when payments.paid_on <= figures.period_end then payments.not_paid_idr else 0 end) as not_paid_idr,
        sum(case when payments.paid_on > figures.period_end then payments.paid_count else 0 end) as later_count
    from figures
    inner join payments
        on
            figures.edition_code = payments.edition_code
            and (figures.area_kind = 'nation' or figures.area_code = payments.province_code)
    group by figures.figure_id
),

rules as (
    select *
    from {{ ref('suppression_rule') }}
    where table_name = 'fct_register_disbursements'
),

judged as (
    select
        figures.*,
        compared.register_report_id,
        cast(case when figures.measure = 'bsu_amount' then compared.paid_idr else compared.paid_count end as double) as register_value,
        cast(
            case
                when figures.measure = 'bsu_amount' then compared.paid_idr + compared.not_paid_idr
                else compared.paid_count + compared.not_paid_count
            end as double
        ) as with_failed
    from figures
    inner join compared on figures.figure_id = compared.figure_id
    inner join known on figures.edition_code = known.edition_code
    cross join rules
    where
        known.last_published_on >= figures.period_end
        and compared.paid_count >= rules.smallest_count
        and (compared.later_count = 0 or compared.later_count >= rules.smallest_count)
)

select
    -- keys
    {{ surrogate_key(["'int_register_check'", 'figure_id']) }} as check_key,
    report_id,
    register_report_id,
    observation_id,
    -- judgement
    case
        when {{ intervals_meet('low', 'high', 'register_value', 'register_value') }} then 'confirmed'
        else 'contradicted'
    end as verdict,
    -- about what
    measure,
    area_kind,
    area_code,
    area_name,
    period_start,
    period_end,
    period_basis,
    -- both sides
    as_printed,
    value as reported_value,
    low as reported_low,
    high as reported_high,
    register_value,
    {{ intervals_meet('low', 'high', 'with_failed', 'with_failed') }} as with_failed_fits,
    cast(confidence as double) as confidence
from judged
