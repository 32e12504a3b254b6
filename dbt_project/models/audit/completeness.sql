with
reports as (
    select
        report_id,
        source,
        published_on,
        is_current,
        -- Of a report of which only the month or year is known, the first possible day: it is late only if it cannot have been in time.
        case published_precision
            when 'year' then cast(date_trunc('year', published_on) as date)
            when 'month' then cast(date_trunc('month', published_on) as date)
            else published_on
        end as published_from
    from {{ ref('int_report') }}
),

-- A figure stands for the month in which its period ends; one of the future, or without a period, for that of its report.
figures as (
    select
        observations.source,
        observations.report_id,
        observations.observation_id,
        observations.is_current,
        coalesce(observations.area_code, {{ unresolved_area_code('observations.area_name') }}) as area_code,
        observations.area_kind,
        observations.area_name,
        {{ month_of("case
            when observations.period_end <= observations.published_on then observations.period_end
            else observations.published_on
        end") }} as covered_month,
        reports.published_on,
        reports.published_from
    from {{ ref('fct_observation') }} as observations
    inner join reports on observations.report_id = reports.report_id
),

-- Registers are received as a whole: that of employers for its office, that of payments for the nation. How many rows is not told here.
registers as (
    select distinct
        reports.source,
        totals.report_id,
        totals.office_code as area_code,
        {{ month_of('totals.register_month') }} as covered_month,
        reports.published_on,
        reports.published_from
    from {{ ref('int_employer_total') }} as totals
    inner join reports on totals.report_id = reports.report_id

    union distinct

    select distinct
        reports.source,
        totals.report_id,
        'ID' as area_code,
        {{ month_of('totals.paid_on') }} as covered_month,
        reports.published_on,
        reports.published_from
    from {{ ref('int_payment_total') }} as totals
    inner join reports on totals.report_id = reports.report_id
),

received as (
    select
        source,
        covered_month,
        area_code,
        min(area_kind) as area_kind,
        min(area_name) as area_name,
        count(distinct case when is_current then report_id end) as report_count,
        count(distinct case when is_current then observation_id end) as figure_count,
        min(published_on) as first_published_on,
        min(published_from) as first_published_from
    from figures
    group by source, covered_month, area_code

    union all

    select
        source,
        covered_month,
        area_code,
        null as area_kind,
        null as area_name,
        count(distinct report_id) as report_count,
        null as figure_count,
        min(published_on) as first_published_on,
        min(published_from) as first_published_from
    from registers
    group by source, covered_month, area_code
),

expected as (
    select
        source,
        covered_month,
        area_code,
        min(due_on) as due_on,
        max(case when is_due then 1 else 0 end) = 1 as is_due,
        min(basis) as basis
    from {{ ref('expected_reports') }}
    group by source, covered_month, area_code
),

areas as (
    select
        area_code,
        area_kind,
        name_id
    from {{ ref('dim_area') }}
    where is_current
),

matched as (
    select
        coalesce(received.source, expected.source) as source,
        coalesce(received.covered_month, expected.covered_month) as covered_month,
        coalesce(received.area_code, expected.area_code) as area_code,
        received.area_kind as received_kind,
        received.area_name as received_name,
        received.source is not null as is_received,
        received.report_count,
        received.figure_count,
        received.first_published_on,
        received.first_published_from,
        expected.due_on,
        expected.is_due,
        expected.basis,
        expected.source is not null as is_expected
    from received
    full outer join expected
        on
            received.source = expected.source
            and received.covered_month = expected.covered_month
            and received.area_code = expected.area_code
)

select
    -- keys
    {{ surrogate_key(["'completeness'", 'matched.area_code', 'matched.covered_month', 'matched.source']) }} as completeness_key,
    matched.area_code,
    matched.covered_month,
    matched.source,
    -- area
    coalesce(areas.area_kind, matched.received_kind) as area_kind,
    coalesce(areas.name_id, matched.received_name, matched.area_code) as area_name,
    -- expected
    matched.is_expected,
    matched.basis as expected_basis,
    matched.due_on,
    -- received
    matched.is_received,
    coalesce(matched.report_count, 0) as report_count,
    case when matched.is_received then matched.figure_count else 0 end as figure_count,
    matched.first_published_on,
    case
        when matched.is_received and matched.first_published_from > matched.due_on
            then cast({{ days_between('matched.due_on', 'matched.first_published_from') }} as integer)
    end as days_late,
    case
        when not matched.is_received and matched.is_due then 'missing'
        when not matched.is_received then 'not due yet'
        when not matched.is_expected then 'received, not expected'
        when matched.first_published_from > matched.due_on then 'late'
        else 'received'
    end as status
from matched
left join areas on matched.area_code = areas.area_code
