with
reports as (
    select *
    from {{ ref('int_report') }}
)

select
    -- keys
    {{ surrogate_key(["'dim_report'", "report_id"]) }} as report_key,
    report_id,
    report_month,
    superseded_by,
    -- attributes
    source,
    file_name,
    sha256,
    archive_path,
    size_bytes,
    title,
    publisher,
    url,
    outcome,
    -- account
    rows_read,
    rows_accepted,
    rows_quarantined,
    rows_unread,
    -- validity
    published_on,
    published_precision,
    published_basis,
    known_from,
    known_to,
    is_current
from reports
