with
raw_rows as (
    select
        delivery_id,
        report_id,
        report_month,
        source,
        file_name,
        sequence,
        {{ utc_timestamp('received_at') }} as received_at
    from {{ source('raw', 'delivery') }}
)

select
    -- keys
    delivery_id,
    report_id,
    report_month,
    -- attributes
    source,
    file_name,
    sequence,
    received_at
from raw_rows
