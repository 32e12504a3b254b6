-- One area, month and source: what was expected and what came.
select
    completeness.area_name as area,
    completeness.area_kind,
    completeness.covered_month,
    cast(completeness.covered_month || '-01' as date) as as_of_date,
    completeness.source as source,
    completeness.is_expected,
    completeness.due_on,
    completeness.is_received,
    completeness.report_count,
    completeness.figure_count,
    completeness.first_published_on,
    completeness.days_late,
    completeness.status
from audit.completeness as completeness
