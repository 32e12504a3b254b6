with
removals as (
    select *
    from {{ ref('stg_archive_removal') }}
)

select
    -- keys
    {{ surrogate_key(["'archive_removals'", 'report_id']) }} as archive_removal_key,
    report_id,
    -- attributes
    report_month,
    source,
    file_name,
    size_bytes,
    removed_on,
    reason
from removals
