-- One metric of the state of the data against its threshold.
select
    health.source,
    health.value,
    health.threshold,
    health.status,
    health.sentence_«lang» as sentence,
    case health.status when 'failing' then 1 when 'attention' then 2 when 'no data' then 3 else 4 end as status_order,
    (select max(report.published_on) from marts.dim_report as report) as latest_report
from audit.data_health as health
