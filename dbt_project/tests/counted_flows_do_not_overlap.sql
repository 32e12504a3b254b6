-- Of one area, programme, segment and measure no day is in two flows that count: a sum over time cannot count anything twice.
with
counted as (
    select
        area_code,
        programme_code,
        segment_code,
        measure_code,
        unit,
        flow_by_period_key,
        period_start,
        period_end,
        lag(period_end) over (
            partition by area_code, programme_code, segment_code, measure_code, unit
            order by period_start asc nulls last, period_end asc nulls last, flow_by_period_key asc nulls last
        ) as end_before
    from {{ ref('rpt_flows_by_period') }}
    where is_counted
)

select *
from counted
where period_start is null or period_end is null or end_before >= period_start
