-- One metric of the state of the data against its threshold.
select
    case health.source when 'press' then '«press»' when 'labour_force' then '«labour_force»' when 'workbook' then '«workbook»' when 'table' then '«table»' when 'employer_register' then '«employer_register»' when 'payment_register' then '«payment_register»' when 'ALL' then '«all_sources»' else health.source end as source_kind,
    health.value,
    health.threshold,
    health.status,
    case health.status when 'ok' then '«ok»' when 'attention' then '«attention»' when 'failing' then '«failing»' else '«no_data»' end as status_name,
    health.sentence_«lang» as sentence,
    case health.status when 'failing' then 1 when 'attention' then 2 when 'no data' then 3 else 4 end as status_order,
    (select max(report.published_on) from marts.dim_report as report) as latest_report
from audit.data_health as health
