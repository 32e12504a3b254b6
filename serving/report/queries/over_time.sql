-- What is known of an area on a day, of all its workers and programmes: levels are read, never added.
select
    coverage_key, area_code, area_kind, area_name_id, area_name_en, as_of_date, period_key, coverage_rate_shown, coverage_rate,
    numerator_used, denominator_used, denominator_name_id, denominator_name_en, last_published_on,
    cast(workers_active_text as decimal(28, 0)) as workers_active,
    cast(workers_unprotected_text as decimal(28, 0)) as workers_unprotected
from marts.rpt_coverage_over_time
where segment_code = 'ALL' and programme_code = 'ALL' and as_of_date is not null
order by
    case area_kind when 'nation' then 1 when 'province' then 2 else 3 end, area_code, as_of_date, last_published_on, coverage_key
