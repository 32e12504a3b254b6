with
raw_rows as (
    select
        unread_id,
        report_id,
        report_month,
        locator,
        as_printed,
        reason,
        explanation,
        context,
        reader,
        reader_version
    from {{ source('raw', 'unread_figure') }}
)

select
    -- keys
    unread_id,
    report_id,
    report_month,
    -- attributes
    locator,
    as_printed,
    reason,
    explanation,
    context,
    reader,
    reader_version
from raw_rows
