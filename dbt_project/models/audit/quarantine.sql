with
quarantined as (
    select * from {{ ref('stg_quarantine') }}
)

select
    -- keys
    {{ surrogate_key(["'quarantine'", 'quarantine_id']) }} as quarantine_key,
    quarantine_id,
    report_id,
    -- where
    report_month,
    raw_table,
    file_name,
    scope,
    row_number,
    locator,
    column_name,
    value,
    -- what, and what to do
    rule,
    message,
    remedy,
    record
from quarantined
