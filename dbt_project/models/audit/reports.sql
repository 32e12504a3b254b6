with
deliveries as (
    select * from {{ ref('stg_delivery') }}
),

reports as (
    select * from {{ ref('int_report') }}
),

balances as (
    select * from {{ ref('stg_row_balance') }}
),

problems as (
    select
        report_id,
        count(*) as problem_count
    from {{ ref('stg_quarantine') }}
    group by report_id
),

-- A later content under the same name supersedes, unless it could not be read.
later as (
    select
        deliveries.delivery_id,
        max(case when reports.outcome <> 'refused' and newer.report_id <> deliveries.report_id then 1 else 0 end) as is_replaced
    from deliveries
    inner join deliveries as newer
        on
            deliveries.source = newer.source
            and deliveries.file_name = newer.file_name
            and deliveries.sequence < newer.sequence
    inner join reports on newer.report_id = reports.report_id
    group by deliveries.delivery_id
)

select
    -- keys
    {{ surrogate_key(["'reports'", 'deliveries.delivery_id']) }} as delivered_report_key,
    deliveries.delivery_id,
    deliveries.report_id,
    -- what arrived
    deliveries.source,
    deliveries.file_name,
    deliveries.sequence,
    reports.title,
    reports.publisher,
    reports.url,
    reports.published_on,
    reports.published_precision,
    reports.published_basis,
    reports.report_month,
    reports.size_bytes,
    -- what became of it
    case
        when reports.outcome = 'refused' then 'refused'
        when coalesce(later.is_replaced, 0) = 1 then 'superseded'
        when deliveries.file_name <> reports.file_name then 'duplicate'
        else reports.outcome
    end as outcome,
    reports.superseded_by,
    reports.rows_read,
    reports.rows_accepted,
    reports.rows_quarantined,
    reports.rows_unread,
    coalesce(balances.numbers_printed, 0) as numbers_printed,
    coalesce(problems.problem_count, 0) as problem_count
from deliveries
inner join reports on deliveries.report_id = reports.report_id
left join balances on deliveries.report_id = balances.report_id
left join problems on deliveries.report_id = problems.report_id
left join later on deliveries.delivery_id = later.delivery_id
