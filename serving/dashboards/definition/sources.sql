select
    bridge.fact_key,
    string_agg(distinct observation.as_printed, ' · ' order by observation.as_printed) as printed,
    string_agg(distinct report.file_name, ' · ' order by report.file_name) as source
from marts.bridge_fact_observation as bridge
inner join marts.fct_observation as observation on bridge.observation_id = observation.observation_id
inner join marts.dim_report as report on observation.report_key = report.report_key
where bridge.fact_table = '«fact»' and bridge.role = 'chosen' and bridge.fact_key in (select shown.«key» from «mart» as shown «where»)
group by bridge.fact_key
