with
reports as (
    select *
    from {{ ref('stg_report') }}
),

balances as (
    select
        report_id,
        outcome,
        rows_read,
        rows_accepted,
        rows_quarantined,
        rows_unread
    from {{ ref('stg_row_balance') }}
),

-- A replacement that could not be read replaces nothing: what stood before goes on standing.
readable_deliveries as (
    select
        deliveries.source,
        deliveries.file_name,
        deliveries.sequence,
        deliveries.report_id
    from {{ ref('stg_delivery') }} as deliveries
    left join balances on deliveries.report_id = balances.report_id
    where coalesce(balances.outcome, 'read') <> 'refused'
),

-- Of a name, a report holds from its last delivery on: one that is delivered again has not been replaced by what came in between.
last_deliveries as (
    select
        source,
        file_name,
        report_id,
        max(sequence) as sequence
    from readable_deliveries
    group by source, file_name, report_id
),

-- What ends it under that name is whichever later delivery was published first, not the next one: a third version may carry an
-- earlier day than the second.
successions as (
    select
        earlier.source,
        earlier.file_name,
        earlier.report_id,
        later.report_id as next_report_id,
        successors.published_on as next_published_on,
        row_number() over (
            partition by earlier.source, earlier.file_name, earlier.report_id
            order by successors.published_on asc nulls last, later.sequence asc nulls last, later.report_id asc nulls last
        ) as place
    from last_deliveries as earlier
    left join last_deliveries as later
        on
            earlier.source = later.source
            and earlier.file_name = later.file_name
            and earlier.sequence < later.sequence
    left join reports as successors on later.report_id = successors.report_id
),

standing as (
    select distinct report_id
    from successions
    where next_report_id is null
),

-- The same content may have been delivered under several names: it is superseded when all of them hold something else.
superseded as (
    select
        successions.report_id,
        successions.next_report_id as superseded_by,
        successions.next_published_on as superseded_on,
        row_number() over (
            partition by successions.report_id
            order by successions.next_published_on desc nulls last, successions.next_report_id asc nulls last
        ) as place
    from successions
    left join standing on successions.report_id = standing.report_id
    where successions.place = 1 and standing.report_id is null
)

select
    -- keys
    reports.report_id,
    reports.report_month,
    superseded.superseded_by,
    -- attributes
    reports.source,
    reports.file_name,
    reports.sha256,
    reports.archive_path,
    reports.size_bytes,
    reports.title,
    reports.publisher,
    reports.url,
    coalesce(balances.outcome, 'not read') as outcome,
    -- account
    coalesce(balances.rows_read, 0) as rows_read,
    coalesce(balances.rows_accepted, 0) as rows_accepted,
    coalesce(balances.rows_quarantined, 0) as rows_quarantined,
    coalesce(balances.rows_unread, 0) as rows_unread,
    -- validity
    reports.published_on,
    reports.published_precision,
    reports.published_basis,
    reports.published_on as known_from,
    case
        when superseded.report_id is not null then greatest(superseded.superseded_on, reports.published_on)
    end as known_to,
    superseded.report_id is null as is_current
from reports
left join balances on reports.report_id = balances.report_id
left join superseded on reports.report_id = superseded.report_id and superseded.place = 1
