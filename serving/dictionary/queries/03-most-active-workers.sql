-- id: Provinsi mana yang punya peserta aktif terbanyak pada akhir 2023?
-- en: Which provinces had the most active workers at the end of 2023?
select area_name_id, workers_active, rank() over (order by workers_active desc) as place
from marts.rpt_coverage_over_time
where
    area_kind = 'province' and as_of_month = '2023-12' and programme_code = 'ALL' and segment_code = 'ALL'
    and workers_active is not null
order by place, area_code
limit 5;
