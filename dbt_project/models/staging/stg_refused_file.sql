with
raw_rows as (
    select
        refused_file_id,
        source,
        file_name,
        rule,
        message,
        remedy
    from {{ source('raw', 'refused_file') }}
)

select
    -- keys
    refused_file_id,
    -- attributes
    source,
    file_name,
    rule,
    message,
    remedy
from raw_rows
