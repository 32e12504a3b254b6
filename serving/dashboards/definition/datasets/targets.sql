-- One target with what was realised.
select
    target.area_name_«lang» as area,
    target.measure_name_«lang» as measure,
    target.segment_name_«lang» as segment,
    target.programme_name_«lang» as programme,
    target.target_on as as_of_date,
    strftime(target.target_on, '%d-%m-%Y') as target_day,
    strftime(target.realised_as_of, '%d-%m-%Y') as as_of,
    cast(target.target_low_text as double) as target,
    cast(target.realised_text as double) as realised,
    cast(target.gap_text as double) as gap,
    target.achievement_rate_shown as achievement_rate,
    target.attainment_name_«lang» as attainment,
    target.last_published_on,
    sources.printed,
    sources.source
from marts.rpt_target_attainment as target
left join («sources fct_targets target_key marts.rpt_target_attainment») as sources on target.target_key = sources.fact_key
