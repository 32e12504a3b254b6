with
unread as (
    select * from {{ ref('stg_unread_figure') }}
),

reports as (
    select
        report_id,
        file_name,
        title,
        published_on
    from {{ ref('stg_report') }}
)

select
    -- keys
    {{ surrogate_key(["'unread_figures'", 'unread.unread_id']) }} as unread_figure_key,
    unread.unread_id,
    unread.report_id,
    -- where
    unread.report_month,
    reports.file_name,
    reports.title,
    reports.published_on,
    unread.locator,
    unread.as_printed,
    -- why
    unread.reason,
    unread.explanation,
    unread.context,
    -- reader
    unread.reader,
    unread.reader_version
from unread
left join reports on unread.report_id = reports.report_id
