-- One figure that a newer content of the same file changed, added or left out.
select
    revision.area_name as area,
    revision.measure,
    revision.change,
    revision.old_as_printed,
    revision.new_as_printed,
    revision.difference,
    revision.period_end as as_of_date,
    revision.revised_on,
    old_report.file_name as source,
    new_report.file_name as other_source
from audit.revisions as revision
left join marts.dim_report as old_report on revision.old_report_id = old_report.report_id
left join marts.dim_report as new_report on revision.new_report_id = new_report.report_id
