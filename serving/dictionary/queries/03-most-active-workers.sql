-- id: Provinsi mana yang punya peserta aktif terbanyak pada akhir 2023?
-- en: Which provinces had the most active workers at the end of 2023?
-- Levels over time are text, so that no tool adds them up: who compares them casts them.
select area_name_id, cast(workers_active_text as bigint) as workers_active, rank() over (order by workers_active_text desc) as place
from marts.rpt_coverage_over_time
where
    area_kind = 'province' and as_of_month = '2023-12' and programme_code = 'ALL' and segment_code = 'ALL'
    and workers_active_text is not null
order by place, area_code
limit 5;
