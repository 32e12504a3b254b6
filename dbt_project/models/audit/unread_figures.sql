with
unread as (
    select * from {{ ref('stg_unread_figure') }}
),

corrections as (
    select * from {{ ref('stg_correction') }}
),

reports as (
    select
        report_id,
        file_name,
        title,
        published_on
    from {{ ref('stg_report') }}
),

-- What a person took for no fact is unread as well; what a person made a fact of stays listed, with the decision.
every_number as (
    select
        unread.unread_id,
        unread.report_id,
        unread.report_month,
        unread.locator,
        unread.as_printed,
        unread.reason,
        unread.explanation,
        unread.context,
        unread.reader,
        unread.reader_version,
        min(corrections.correction_id) as correction_id
    from unread
    left join corrections
        on
            unread.report_id = corrections.report_id
            and unread.locator = corrections.locator
            and corrections.action = 'added'
    group by
        unread.unread_id, unread.report_id, unread.report_month, unread.locator, unread.as_printed, unread.reason,
        unread.explanation, unread.context, unread.reader, unread.reader_version

    union all

    select
        correction_id as unread_id,
        report_id,
        report_month,
        locator,
        as_printed,
        reason,
        why as explanation,
        null as context,
        'person' as reader,
        null as reader_version,
        correction_id
    from corrections
    where action = 'rejected'
)

select
    -- keys
    {{ surrogate_key(["'unread_figures'", 'every_number.unread_id']) }} as unread_figure_key,
    every_number.unread_id,
    every_number.report_id,
    -- where
    every_number.report_month,
    reports.file_name,
    reports.title,
    reports.published_on,
    every_number.locator,
    every_number.as_printed,
    -- why
    every_number.reason,
    every_number.explanation,
    every_number.context,
    every_number.correction_id,
    -- reader
    every_number.reader,
    every_number.reader_version
from every_number
left join reports on every_number.report_id = reports.report_id
