with
raw_rows as (
    select
        report_id,
        report_month,
        source,
        outcome,
        rows_read,
        rows_accepted,
        rows_quarantined,
        rows_unread,
        numbers_printed,
        numbers_accounted,
        reader,
        reader_version
    from {{ source('raw', 'row_balance') }}
)

select
    -- keys
    report_id,
    report_month,
    -- attributes
    source,
    outcome,
    rows_read,
    rows_accepted,
    rows_quarantined,
    rows_unread,
    numbers_printed,
    numbers_accounted,
    reader,
    reader_version
from raw_rows
