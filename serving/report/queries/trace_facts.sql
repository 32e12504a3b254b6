-- The printed characters behind rows of facts: what was chosen, by which place of which report.
select
    bridge.fact_table, bridge.fact_key, bridge.fact_column, observations.observation_id, observations.as_printed, observations.locator,
    observations.report_id, observations.area_name, observations.programme, observations.period_end, measures.name_id as measure_id,
    measures.name_en as measure_en
from marts.bridge_fact_observation as bridge
inner join marts.fct_observation as observations on bridge.observation_id = observations.observation_id
left join marts.dim_measure as measures on observations.measure = measures.measure_code
where bridge.role = 'chosen' and bridge.fact_key in (select unnest(?))
order by bridge.fact_table, bridge.fact_key, observations.report_id, observations.locator, observations.observation_id, bridge.fact_column
