-- One figure as it was printed, with the report and the place in it, and the fact that it stands in.
select
    bridge.fact_table,
    named_area.name_«lang» as area,
    named_programme.name_«lang» as programme,
    named_segment.name_«lang» as segment,
    observation.period_end as as_of_date,
    strftime(observation.period_end, '%d-%m-%Y') as as_of,
    named.name_«lang» as measure,
    observation.value,
    observation.unit,
    observation.as_printed as printed,
    observation.locator,
    report.file_name as source,
    report.publisher,
    report.published_on,
    report.url,
    bridge.fact_key
from marts.bridge_fact_observation as bridge
inner join marts.fct_observation as observation on bridge.observation_id = observation.observation_id
inner join marts.dim_report as report on observation.report_key = report.report_key
inner join marts.dim_measure as named on observation.measure_key = named.measure_key
left join marts.dim_area as named_area on observation.area_key = named_area.area_key
left join marts.dim_programme as named_programme on observation.programme_key = named_programme.programme_key
left join marts.dim_segment as named_segment on observation.segment_key = named_segment.segment_key
where bridge.role = 'chosen'
