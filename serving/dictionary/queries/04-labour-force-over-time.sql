-- id: Bagaimana angkatan kerja Kalimantan Timur berubah dari survei ke survei?
-- en: How did the labour force of Kalimantan Timur change from survey to survey?
-- The survey of the statistics office counts employed persons too; offices may take another labour force as their denominator.
select as_of_date, workers_labour_force, workers_labour_force - lag(workers_labour_force) over (order by as_of_date) as change
from marts.fct_coverage
where area_code = '64' and programme_code = 'ALL' and segment_code = 'ALL' and workers_employed is not null
order by as_of_date;
