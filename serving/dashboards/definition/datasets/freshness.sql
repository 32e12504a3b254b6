-- One source: its reports, its newest one, and what became of its rows.
select
    case report.source when 'press' then '«press»' when 'labour_force' then '«labour_force»' when 'workbook' then '«workbook»' when 'table' then '«table»' when 'employer_register' then '«employer_register»' when 'payment_register' then '«payment_register»' when 'ALL' then '«all_sources»' else report.source end as source_kind,
    count(*) as report_count,
    min(report.published_on) as first_published_on,
    strftime(min(report.published_on), '%d-%m-%Y') as first_report,
    strftime(max(report.published_on), '%d-%m-%Y') as latest_report,
    sum(report.rows_read) as rows_read,
    sum(report.rows_accepted) as rows_accepted,
    sum(report.rows_quarantined) as rows_quarantined,
    sum(report.rows_unread) as rows_unread
from marts.dim_report as report
group by report.source
