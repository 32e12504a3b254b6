-- Employers of all scales, newest first.
select
    employers_key, area_code, area_kind, area_name_id, area_name_en, origin_name_id, origin_name_en, as_of_date, compliance_rate,
    employer_coverage_rate, employer_coverage_rate_reported, suppressed_because, last_published_on,
    cast(employers_registered_text as decimal(28, 0)) as employers_registered,
    cast(employers_active_text as decimal(28, 0)) as employers_active,
    cast(employers_inactive_text as decimal(28, 0)) as employers_inactive,
    cast(employers_population_text as decimal(28, 0)) as employers_population
from marts.rpt_employer_compliance
where segment_code = 'ALL' and scale_code = 'ALL'
order by as_of_date desc nulls last, area_code, employers_key
