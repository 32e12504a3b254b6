with
raw_rows as (
    select
        report_id,
        report_month,
        sha256,
        source,
        file_name,
        archive_path,
        size_bytes,
        title,
        publisher,
        url,
        published_on,
        published_precision,
        published_basis,
        {{ utc_timestamp('received_at') }} as received_at
    from {{ source('raw', 'report') }}
)

select
    -- keys
    report_id,
    report_month,
    -- attributes
    sha256,
    source,
    file_name,
    archive_path,
    size_bytes,
    title,
    publisher,
    url,
    published_on,
    published_precision,
    published_basis,
    received_at
from raw_rows
