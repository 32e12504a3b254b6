with
raw_rows as (
    select
        quarantine_id,
        report_id,
        report_month,
        raw_table,
        file_name,
        scope,
        row_number,
        locator,
        {{ adapter.quote('column') }} as column_name,
        value,
        rule,
        message,
        remedy,
        record
    from {{ source('raw', 'quarantine') }}
)

select
    -- keys
    quarantine_id,
    report_id,
    report_month,
    -- attributes
    raw_table,
    file_name,
    scope,
    row_number,
    locator,
    column_name,
    value,
    rule,
    message,
    remedy,
    record
from raw_rows
