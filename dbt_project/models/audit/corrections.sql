with
corrections as (
    select * from {{ ref('stg_correction') }}
),

figures_read as (
    select * from {{ ref('int_observation_read') }}
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
    {{ surrogate_key(["'corrections'", 'corrections.correction_id']) }} as correction_key,
    corrections.correction_id,
    corrections.report_id,
    corrections.observation_id,
    corrections.read_observation_id as id_as_read,
    -- where
    corrections.report_month,
    reports.file_name,
    reports.title,
    reports.published_on,
    corrections.locator,
    corrections.as_printed,
    -- the decision
    corrections.action,
    corrections.changed_columns,
    corrections.reason,
    corrections.why,
    corrections.decided_by,
    corrections.decided_on,
    -- what was
    figures_read.measure as was_measure,
    figures_read.value as was_value,
    figures_read.qualifier as was_qualifier,
    figures_read.area_name as was_area_name,
    figures_read.area_code as was_area_code,
    figures_read.period_start as was_period_start,
    figures_read.period_end as was_period_end,
    figures_read.programme as was_programme,
    figures_read.segment as was_segment,
    figures_read.confidence as was_confidence,
    figures_read.reader as was_reader,
    figures_read.reader_version as was_reader_version,
    -- what is
    corrections.measure,
    corrections.value,
    corrections.unit,
    corrections.decimals,
    corrections.qualifier,
    corrections.area_name,
    corrections.area_code,
    corrections.period_start,
    corrections.period_end,
    corrections.period_kind,
    corrections.period_basis,
    corrections.office_code,
    corrections.programme,
    corrections.segment
from corrections
inner join reports on corrections.report_id = reports.report_id
left join figures_read on corrections.read_observation_id = figures_read.observation_id
