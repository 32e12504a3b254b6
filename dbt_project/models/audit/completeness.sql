with
observations as (
    select * from {{ ref('fct_observation') }}
    where is_current
),

received as (
    select
        source,
        report_month,
        coalesce(area_code, concat('unresolved/', lower(trim(area_name)))) as area_code,
        min(area_kind) as area_kind,
        min(area_name) as area_name,
        count(distinct report_id) as report_count,
        count(*) as figure_count,
        min(published_on) as first_published_on
    from observations
    group by source, report_month, coalesce(area_code, concat('unresolved/', lower(trim(area_name))))
),

expected as (
    select * from {{ ref('expected_report') }}
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
        coalesce(received.report_month, expected.report_month) as report_month,
        coalesce(received.area_code, expected.area_code) as area_code,
        received.area_kind as received_kind,
        received.area_name as received_name,
        received.report_count,
        received.figure_count,
        received.first_published_on,
        expected.due_on,
        expected.area_code is not null as is_expected
    from received
    full outer join expected
        on
            received.source = expected.source
            and received.report_month = expected.report_month
            and received.area_code = expected.area_code
)

select
    -- keys
    {{ surrogate_key(["'completeness'", 'matched.area_code', 'matched.report_month', 'matched.source']) }} as completeness_key,
    matched.area_code,
    matched.report_month,
    matched.source,
    -- area
    coalesce(areas.area_kind, matched.received_kind) as area_kind,
    coalesce(areas.name_id, matched.received_name) as area_name,
    -- expected
    matched.is_expected,
    matched.due_on,
    -- received
    coalesce(matched.report_count, 0) as report_count,
    coalesce(matched.figure_count, 0) as figure_count,
    matched.first_published_on,
    case
        when matched.report_count is null then 'missing'
        when matched.due_on is not null and matched.first_published_on > matched.due_on then 'late'
        when matched.is_expected then 'received'
        else 'received, not expected'
    end as status
from matched
left join areas on matched.area_code = areas.area_code
