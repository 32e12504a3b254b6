-- One area, segment, scale and day: employers, those that pay and those that do not. Levels are never added over time.
select
    employer.area_code,
    employer.area_name_«lang» as area,
    employer.area_kind,
    employer.segment_name_«lang» as segment,
    employer.scale_name_«lang» as scale,
    employer.scale_order,
    employer.origin_name_«lang» as origin,
    employer.as_of_date,
    strftime(employer.as_of_date, '%d-%m-%Y') as as_of,
    cast(employer.employers_registered_text as double) as employers_registered,
    cast(employer.employers_active_text as double) as employers_active,
    cast(employer.employers_inactive_text as double) as employers_inactive,
    cast(employer.employers_unregistered_text as double) as employers_unregistered,
    employer.employers_active_latest,
    employer.employers_inactive_latest,
    employer.employers_registered_latest,
    employer.compliance_rate,
    employer.employer_coverage_rate,
    employer.suppressed_because,
    employer.last_published_on,
    coalesce(sources.printed, employer.origin_name_«lang») as printed,
    coalesce(sources.source, employer.origin_name_«lang») as source
from marts.rpt_employer_compliance as employer
left join («sources fct_employers employers_key marts.rpt_employer_compliance») as sources on employer.employers_key = sources.fact_key
