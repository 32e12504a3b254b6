-- One flow that may be added over time: what was paid between two running totals, or in a period as reported.
select
    flow.area_name_«lang» as area,
    flow.programme_name_«lang» as programme,
    flow.segment_name_«lang» as segment,
    flow.measure_name_«lang» as measure,
    flow.measure_code,
    flow.unit,
    flow.period_start,
    flow.period_end as as_of_date,
    strftime(flow.period_start, '%d-%m-%Y') as period_from,
    strftime(flow.period_end, '%d-%m-%Y') as as_of,
    cast(flow.period_end_year as varchar) as period_year,
    flow.flow,
    observation.as_printed as printed,
    report.file_name as source
from marts.rpt_flows_by_period as flow
inner join marts.fct_observation as observation on flow.observation_id = observation.observation_id
inner join marts.dim_report as report on observation.report_key = report.report_key
where flow.is_counted
