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

successions as (
    select
        report_id,
        lead(report_id) over (
            partition by source, file_name
            order by sequence asc nulls last, report_id asc nulls last
        ) as next_report_id
    from readable_deliveries
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
        successors.published_on as superseded_on,
        row_number() over (
            partition by successions.report_id
            order by successors.published_on desc nulls last, successions.next_report_id asc nulls last
        ) as place
    from successions
    inner join reports as successors on successions.next_report_id = successors.report_id
    left join standing on successions.report_id = standing.report_id
    where standing.report_id is null
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
