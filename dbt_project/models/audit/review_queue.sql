with
held as (
    select * from {{ ref('int_observation_held') }}
),

reports as (
    select
        report_id,
        file_name,
        title,
        published_on,
        is_current
    from {{ ref('int_report') }}
)

select
    -- keys
    {{ surrogate_key(["'review_queue'", 'held.observation_id']) }} as review_queue_key,
    held.observation_id,
    held.report_id,
    -- where
    held.report_month,
    held.source,
    reports.file_name,
    reports.title,
    reports.published_on,
    reports.is_current,
    held.locator,
    held.as_printed,
    held.sentence,
    -- what the reader makes of it
    held.measure,
    held.value,
    held.unit,
    held.decimals,
    held.qualifier,
    held.area_name,
    held.area_kind,
    held.area_code,
    held.office_code,
    held.period_start,
    held.period_end,
    held.period_kind,
    held.period_basis,
    held.programme,
    held.segment,
    held.reader,
    held.reader_version,
    -- why it waits
    held.confidence,
    held.least_confidence,
    held.rules,
    concat(
        'read with confidence ', cast(round(held.confidence, 3) as string),
        ', less than ', cast(held.least_confidence as string),
        case when reports.is_current then '' else '; the report was replaced, nothing needs to be decided' end
    ) as waits_because
from held
inner join reports on held.report_id = reports.report_id
