with
totals as (
    select *
    from {{ ref('int_payment_total') }}
),

-- Paid a second time in one stage, by whatever register: told in audit.payments_repeated, counted nowhere else.
repetitions as (
    select
        report_id,
        edition_code,
        area_code,
        province_code,
        paid_on,
        cast(-count(*) as bigint) as paid_count,
        cast(count(*) as bigint) as repeated_count,
        cast(-sum(amount_idr) as decimal(28, 2)) as paid_idr
    from {{ ref('int_payment_repetition') }}
    group by report_id, edition_code, area_code, province_code, paid_on
)

select
    report_id,
    programme_code,
    edition_code,
    area_code,
    province_code,
    paid_on,
    paid_count,
    failed_count,
    returned_count,
    cast(0 as bigint) as repeated_count,
    paid_idr,
    not_paid_idr
from totals

union all

select
    report_id,
    'BSU' as programme_code,
    edition_code,
    area_code,
    province_code,
    paid_on,
    paid_count,
    cast(0 as bigint) as failed_count,
    cast(0 as bigint) as returned_count,
    repeated_count,
    paid_idr,
    cast(0 as decimal(28, 2)) as not_paid_idr
from repetitions
