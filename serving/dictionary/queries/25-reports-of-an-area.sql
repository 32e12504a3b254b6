-- id: Laporan mana yang menyebut Kalimantan Timur, dan apa yang dikatakannya?
-- en: Which reports speak of Kalimantan Timur, and what do they say?
select dim_report.published_on, dim_report.title, dim_measure.name_id, fct_observation.value, fct_observation.as_printed
from marts.fct_observation
inner join marts.dim_report using (report_key)
inner join marts.dim_measure using (measure_key)
where fct_observation.area_code = '64' and fct_observation.is_current
order by dim_report.published_on, fct_observation.report_id, fct_observation.measure, fct_observation.locator;
