-- The state of the data against its thresholds, the worst first.
select *
from audit.data_health
order by case status when 'failing' then 1 when 'attention' then 2 when 'no data' then 4 else 3 end, metric, source
