with
raw_rows as (
    select *
    from {{ source('raw', 'archive_removal') }}
)

select
    -- keys
    report_id,
    report_month,
    -- attributes
    source,
    file_name,
    size_bytes,
    removed_on,
    reason
from raw_rows
