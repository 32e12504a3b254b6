-- Contradictions, those of the newest reports first.
select found.*, reports.published_on, reports.report_month
from audit.contradictions as found
left join marts.dim_report as reports on found.report_id = reports.report_id
order by
    reports.published_on desc nulls last, case found.severity when 'error' then 1 when 'warning' then 2 else 3 end,
    found.confidence desc nulls last, found.contradiction_key
