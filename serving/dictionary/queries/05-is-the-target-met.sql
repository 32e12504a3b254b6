-- id: Apakah target tercapai?
-- en: Is the target met?
select area_name_id, measure_name_id, target_on, cast(target_low_text as double) as target_low,
    cast(target_high_text as double) as target_high, cast(realised_text as double) as realised, realised_as_of, cast(gap_text as double) as gap, achievement_rate, attainment
from marts.rpt_target_attainment
order by sort_order;
