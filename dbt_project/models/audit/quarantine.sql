with
quarantined as (
    select * from {{ ref('stg_quarantine') }}
),

refused_files as (
    select * from {{ ref('stg_refused_file') }}
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

union all

select
    -- keys
    {{ surrogate_key(["'quarantine'", "'refused_file'", 'refused_file_id']) }} as quarantine_key,
    refused_file_id as quarantine_id,
    null as report_id,
    -- where
    null as report_month,
    source as raw_table,
    file_name,
    'file' as scope,
    0 as row_number,
    'whole file' as locator,
    null as column_name,
    null as value,
    -- what, and what to do
    rule,
    message,
    remedy,
    null as record
from refused_files
