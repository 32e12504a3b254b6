-- id: Siapa yang mengatakan cakupan Kalimantan Barat, dan dengan kata apa?
-- en: Who says what the coverage of Kalimantan Barat is, and in which words?
select dim_report.publisher, dim_report.file_name, fct_observation.locator, fct_observation.as_printed, fct_observation.value
from marts.rpt_coverage_by_province
inner join marts.bridge_fact_observation on rpt_coverage_by_province.coverage_key = bridge_fact_observation.fact_key
inner join marts.fct_observation using (observation_id)
inner join marts.dim_report using (report_key)
where rpt_coverage_by_province.province_code = '61' and bridge_fact_observation.fact_table = 'fct_coverage'
order by bridge_fact_observation.fact_column, bridge_fact_observation.role desc;
