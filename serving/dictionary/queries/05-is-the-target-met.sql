-- id: Apakah target tercapai?
-- en: Is the target met?
select area_name_id, measure_name_id, target_on, target_low, target_high, realised, realised_as_of, gap, achievement_rate, attainment
from marts.rpt_target_attainment
order by sort_order;
