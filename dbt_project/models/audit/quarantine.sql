with
quarantined as (
    select * from {{ ref('stg_quarantine') }}
),

refused_files as (
    select * from {{ ref('stg_refused_file') }}
),

deliveries as (
    select
        deliveries.source,
        deliveries.file_name,
        deliveries.sequence,
        deliveries.report_id,
        coalesce(balances.outcome, 'read') <> 'refused' as is_readable
    from {{ ref('stg_delivery') }} as deliveries
    left join {{ ref('stg_row_balance') }} as balances on deliveries.report_id = balances.report_id
),

-- A replacement that could not be read replaces nothing.
replacements as (
    select
        source,
        file_name,
        max(sequence) as last_sequence
    from deliveries
    where is_readable
    group by source, file_name
),

-- A report stands as long as one of its names has seen nothing newer that can be read.
standing as (
    select distinct deliveries.report_id
    from deliveries
    left join replacements
        on
            deliveries.source = replacements.source
            and deliveries.file_name = replacements.file_name
    where deliveries.sequence >= coalesce(replacements.last_sequence, 0)
)

select
    -- keys
    {{ surrogate_key(["'quarantine'", 'quarantined.quarantine_id']) }} as quarantine_key,
    quarantined.quarantine_id,
    quarantined.report_id,
    -- where
    quarantined.report_month,
    quarantined.raw_table,
    quarantined.file_name,
    quarantined.scope,
    quarantined.row_number,
    quarantined.locator,
    quarantined.column_name,
    quarantined.value,
    -- what, and what to do
    quarantined.rule,
    quarantined.message,
    quarantined.remedy,
    quarantined.record,
    standing.report_id is not null as is_present
from quarantined
left join standing on quarantined.report_id = standing.report_id

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
    null as record,
    true as is_present
from refused_files
