-- The latest figures of the nation as a whole, one a measure.
with told as (
    select coverage_key, as_of_date, last_published_on, 'coverage_rate' as measure, coalesce(coverage_rate, coverage_rate_reported) as value
    from marts.fct_coverage
    where area_kind = 'nation' and programme_code = 'ALL' and segment_code = 'ALL'
    union all
    select coverage_key, as_of_date, last_published_on, 'workers_active', workers_active
    from marts.fct_coverage
    where area_kind = 'nation' and programme_code = 'ALL' and segment_code = 'ALL'
    union all
    select coverage_key, as_of_date, last_published_on, 'workers_employed', workers_employed
    from marts.fct_coverage
    where area_kind = 'nation' and programme_code = 'ALL' and segment_code = 'ALL'
)

select *
from told
where value is not null and as_of_date is not null
qualify row_number() over (
    partition by measure order by as_of_date desc, last_published_on desc nulls last, coverage_key asc
) = 1
order by measure
