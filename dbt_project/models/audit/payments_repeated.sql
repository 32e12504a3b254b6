with
repetitions as (
    select *
    from {{ ref('int_payment_repetition') }}
),

rules as (
    select *
    from {{ ref('suppression_rule') }}
    where table_name = 'fct_register_disbursements'
),

counted as (
    select
        first_report_id,
        report_id,
        edition_code,
        stage_number,
        count(*) as payment_count,
        sum(amount_idr) as amount_idr
    from repetitions
    group by first_report_id, report_id, edition_code, stage_number
)

select
    -- keys
    {{ surrogate_key([
        "'payments_repeated'", 'counted.first_report_id', 'counted.report_id', 'counted.edition_code', 'counted.stage_number'
    ]) }} as payments_repeated_key,
    counted.first_report_id,
    counted.report_id,
    -- codes
    counted.edition_code,
    counted.stage_number,
    -- measures
    case when counted.payment_count >= rules.smallest_count then cast(counted.payment_count as bigint) end as payment_count,
    case when counted.payment_count >= rules.smallest_count then cast(counted.amount_idr as decimal(28, 6)) end as amount_idr,
    counted.payment_count < rules.smallest_count as is_small
from counted
cross join rules
