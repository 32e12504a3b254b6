with
balances as (
    select * from {{ ref('stg_row_balance') }}
),

reports as (
    select
        report_id,
        file_name
    from {{ ref('stg_report') }}
)

select
    -- keys
    {{ surrogate_key(["'row_balance'", 'balances.report_id']) }} as row_balance_key,
    balances.report_id,
    -- the report
    balances.report_month,
    balances.source,
    reports.file_name,
    balances.outcome,
    -- the account
    balances.rows_read,
    balances.rows_accepted,
    balances.rows_quarantined,
    balances.rows_unread,
    balances.rows_read - balances.rows_accepted - balances.rows_quarantined - balances.rows_unread as difference,
    balances.numbers_printed,
    balances.numbers_accounted,
    case
        when balances.outcome = 'read' then balances.numbers_printed - balances.numbers_accounted
        else 0
    end as numbers_difference,
    -- reader
    balances.reader,
    balances.reader_version
from balances
left join reports on balances.report_id = reports.report_id
