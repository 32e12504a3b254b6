-- Formal and informal workers of an area at one time.
select
    facts.coverage_key, facts.area_code, facts.area_kind, areas.name_id as area_name_id, areas.name_en as area_name_en,
    facts.segment_code, facts.as_of_date, facts.period_key, facts.last_published_on,
    facts.workers_employed, facts.workers_registered, facts.workers_active,
    coalesce(facts.coverage_rate, facts.coverage_rate_reported) as coverage_rate
from marts.fct_coverage as facts
inner join marts.dim_area as areas on facts.area_key = areas.area_key
where facts.segment_code in ('formal', 'informal') and facts.programme_code = 'ALL' and facts.as_of_date is not null
order by
    case facts.area_kind when 'nation' then 1 when 'province' then 2 else 3 end,
    facts.area_code, facts.as_of_date desc, facts.segment_code, facts.coverage_key
