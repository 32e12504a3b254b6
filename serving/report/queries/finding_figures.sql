-- The printed figures in the combination that speaks for each contradiction, and the reports that printed them.
select
    figures.contradiction_key, figures.side, figures.role, figures.is_suspect, figures.area_name, figures.as_printed, figures.locator,
    figures.report_id, figures.period_end, measures.name_id as measure_id, measures.name_en as measure_en, reports.file_name,
    reports.title, reports.publisher
from audit.contradiction_figures as figures
left join marts.dim_report as reports on figures.report_id = reports.report_id
left join marts.dim_measure as measures on figures.measure = measures.measure_code
where figures.is_chosen
order by figures.contradiction_key, figures.side, figures.role, figures.contradiction_figure_key
