with
observations as (
    select * from {{ ref('fct_observation') }}
    where is_current
),

severities as (
    select distinct severity
    from {{ ref('measure_relation') }}
    where severity in ('error', 'warning')
),

measured as (
    select
        'deliveries_refused' as metric,
        cast(count(*) as double) as value
    from {{ ref('reports') }}
    where outcome = 'refused'

    union all

    select
        'reports_without_account' as metric,
        cast(count(*) as double) as value
    from {{ ref('reports') }}
    where outcome = 'not read'

    union all

    select
        'row_balance_difference' as metric,
        cast(coalesce(sum(abs(difference)), 0) as double) as value
    from {{ ref('row_balance') }}

    union all

    select
        'numbers_unaccounted' as metric,
        cast(coalesce(sum(abs(numbers_difference)), 0) as double) as value
    from {{ ref('row_balance') }}

    union all

    select
        'rows_quarantined_rate' as metric,
        100.0 * sum(rows_quarantined) / nullif(sum(rows_read), 0) as value
    from {{ ref('row_balance') }}

    union all

    select
        'observations_without_area_rate' as metric,
        100.0 * sum(case when area_code is null then 1 else 0 end) / nullif(count(*), 0) as value
    from observations

    union all

    select
        'observations_without_period_rate' as metric,
        100.0 * sum(case when period_end is null then 1 else 0 end) / nullif(count(*), 0) as value
    from observations

    union all

    select
        'figures_held_rate' as metric,
        100.0 * sum(rows_held) / nullif(sum(rows_accepted), 0) as value
    from {{ ref('row_balance') }}

    union all

    select
        concat('contradictions_', severities.severity) as metric,
        cast(count(contradictions.contradiction_key) as double) as value
    from severities
    left join {{ ref('contradictions') }} as contradictions on severities.severity = contradictions.severity
    group by severities.severity

    union all

    select
        'relations_confirmed_rate' as metric,
        100.0 * sum(case when verdict = 'confirmed' then 1 else 0 end)
        / nullif(sum(case when verdict <> 'compatible' then 1 else 0 end), 0) as value
    from {{ ref('relation_checks') }}

    union all

    select
        'provinces_with_coverage' as metric,
        cast(count(distinct area_code) as double) as value
    from {{ ref('fct_coverage') }}
    where area_kind = 'province' and coalesce(coverage_rate, coverage_rate_reported) is not null

    union all

    select
        'expected_reports_missing' as metric,
        cast(count(*) as double) as value
    from {{ ref('completeness') }}
    where status = 'missing'
),

metrics as (
    select * from {{ ref('data_health_metric') }}
),

judged as (
    select
        metrics.metric,
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
    {{ surrogate_key(["'data_health'", 'metric']) }} as data_health_key,
    metric,
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
    replace(sentence_id, '{value}', coalesce({{ number_id('value') }}, '-')) as sentence_id,
    replace(sentence_en, '{value}', coalesce({{ number_en('value') }}, '-')) as sentence_en
from judged
