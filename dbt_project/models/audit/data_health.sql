with
observations as (
    select * from {{ ref('fct_observation') }}
    where is_current
),

reports as (
    select
        source,
        published_on
    from {{ ref('int_report') }}
),

-- Ages are counted to the newest report, not to today.
latest as (
    select max(published_on) as published_on
    from reports
),

severities as (
    select distinct severity
    from {{ ref('measure_relation') }}
    where severity in ('error', 'warning')
),

measured as (
    select
        'deliveries_refused' as metric,
        'ALL' as source,
        cast(count(*) as double) as value
    from {{ ref('reports') }}
    where outcome = 'refused'

    union all

    select
        'reports_without_account' as metric,
        'ALL' as source,
        cast(count(*) as double) as value
    from {{ ref('reports') }}
    where outcome = 'not read'

    union all

    select
        'row_balance_difference' as metric,
        'ALL' as source,
        cast(coalesce(sum(abs(difference)), 0) as double) as value
    from {{ ref('row_balance') }}

    union all

    select
        'numbers_unaccounted' as metric,
        'ALL' as source,
        cast(coalesce(sum(abs(numbers_difference)), 0) as double) as value
    from {{ ref('row_balance') }}

    union all

    select
        'rows_quarantined_rate' as metric,
        'ALL' as source,
        100.0 * sum(rows_quarantined) / nullif(sum(rows_read), 0) as value
    from {{ ref('row_balance') }}

    union all

    select
        'observations_without_area_rate' as metric,
        'ALL' as source,
        100.0 * sum(case when area_code is null then 1 else 0 end) / nullif(count(*), 0) as value
    from observations

    union all

    select
        'observations_without_period_rate' as metric,
        'ALL' as source,
        100.0 * sum(case when period_end is null then 1 else 0 end) / nullif(count(*), 0) as value
    from observations

    union all

    select
        'figures_held_rate' as metric,
        'ALL' as source,
        100.0 * sum(rows_held) / nullif(sum(rows_accepted), 0) as value
    from {{ ref('row_balance') }}

    union all

    select
        concat('contradictions_', severities.severity) as metric,
        'ALL' as source,
        cast(count(contradictions.contradiction_key) as double) as value
    from severities
    left join {{ ref('contradictions') }} as contradictions on severities.severity = contradictions.severity
    group by severities.severity

    union all

    select
        'relations_confirmed_rate' as metric,
        'ALL' as source,
        100.0 * sum(case when verdict = 'confirmed' then 1 else 0 end)
        / nullif(sum(case when verdict <> 'compatible' then 1 else 0 end), 0) as value
    from {{ ref('relation_checks') }}

    union all

    select
        'provinces_with_coverage' as metric,
        'ALL' as source,
        cast(count(distinct area_code) as double) as value
    from {{ ref('fct_coverage') }}
    where area_kind = 'province' and coalesce(coverage_rate, coverage_rate_reported) is not null

    union all

    select
        'expected_reports_missing' as metric,
        'ALL' as source,
        cast(count(*) as double) as value
    from {{ ref('completeness') }}
    where status = 'missing'

    union all

    select
        'expected_reports_late' as metric,
        'ALL' as source,
        cast(count(*) as double) as value
    from {{ ref('completeness') }}
    where status = 'late'

    union all

    select
        'figures_revised_rate' as metric,
        'ALL' as source,
        100.0 * count(*) / nullif((select count(*) from observations), 0) as value
    from {{ ref('revisions') }}
    where change = 'changed'

    union all

    select
        'coverage_days_behind' as metric,
        'ALL' as source,
        cast({{ days_between('max(coverage.as_of_date)', 'max(latest.published_on)') }} as double) as value
    from latest
    left join {{ ref('fct_coverage') }} as coverage
        on
            latest.published_on >= coverage.as_of_date
            and coalesce(coverage.coverage_rate, coverage.coverage_rate_reported) is not null

    union all

    select
        'rows_quarantined_rate_by_source' as metric,
        source,
        100.0 * sum(rows_quarantined) / nullif(sum(rows_read), 0) as value
    from {{ ref('row_balance') }}
    group by source

    union all

    select
        'days_behind_latest_report_by_source' as metric,
        reports.source,
        cast({{ days_between('max(reports.published_on)', 'max(latest.published_on)') }} as double) as value
    from reports
    cross join latest
    group by reports.source
),

metrics as (
    select * from {{ ref('data_health_metric') }}
),

judged as (
    select
        metrics.metric,
        coalesce(measured.source, 'ALL') as source,
        metrics.unit,
        metrics.comparison,
        metrics.threshold,
        metrics.sentence_id,
        metrics.sentence_en,
        metrics.status_if_missed,
        round(measured.value, 2) as value
    from metrics
    left join measured on metrics.metric = measured.metric
)

select
    -- keys
    {{ surrogate_key(["'data_health'", 'metric', 'source']) }} as data_health_key,
    metric,
    source,
    -- the number against its threshold
    cast(value as decimal(28, 2)) as value,
    unit,
    comparison,
    cast(threshold as decimal(28, 2)) as threshold,
    case
        when value is null then 'no data'
        when comparison = 'at_most' and value <= threshold then 'ok'
        when comparison = 'at_least' and value >= threshold then 'ok'
        else status_if_missed
    end as status,
    -- in words
    replace(replace(sentence_id, '{value}', coalesce({{ number_id('value') }}, '-')), '{source}', source) as sentence_id,
    replace(replace(sentence_en, '{value}', coalesce({{ number_en('value') }}, '-')), '{source}', source) as sentence_en
from judged
