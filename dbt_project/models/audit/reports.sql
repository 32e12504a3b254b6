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

refused_files as (
    select * from {{ ref('stg_refused_file') }}
),

-- Bytes that are a report of another source are archived and delivered all the same: the delivery tells what became of them.
of_other_sources as (
    select * from refused_files
    where rule = 'known_under_other_source'
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
        when deliveries.source <> reports.source then 'not_taken_in'
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
    coalesce(problems.problem_count, 0) + case when of_other_sources.refused_file_id is null then 0 else 1 end as problem_count
from deliveries
inner join reports on deliveries.report_id = reports.report_id
left join balances on deliveries.report_id = balances.report_id
left join problems on deliveries.report_id = problems.report_id
left join later on deliveries.delivery_id = later.delivery_id
left join of_other_sources
    on
        deliveries.file_name = of_other_sources.file_name
        and deliveries.source <> reports.source

union all

select
    -- keys
    {{ surrogate_key(["'reports'", "'refused_file'", 'refused_file_id']) }} as delivered_report_key,
    null as delivery_id,
    null as report_id,
    -- what arrived
    source,
    file_name,
    null as sequence,
    null as title,
    null as publisher,
    null as url,
    null as published_on,
    null as published_precision,
    null as published_basis,
    null as report_month,
    null as size_bytes,
    -- what became of it
    'not_taken_in' as outcome,
    null as superseded_by,
    0 as rows_read,
    0 as rows_accepted,
    0 as rows_quarantined,
    0 as rows_unread,
    0 as numbers_printed,
    1 as problem_count
from refused_files
where rule <> 'known_under_other_source'
