-- One area (nation, provinces), segment, programme and day: the coverage rate, and the levels as numbers. Levels are never added over time.
select
    series.area_code,
    series.area_name_«lang» as area,
    series.segment_name_«lang» as segment,
    series.segment_code,
    series.programme_name_«lang» as programme,
    series.as_of_date,
    strftime(series.as_of_date, '%d-%m-%Y') as as_of,
    round(series.coverage_rate_shown, 1) as coverage_rate,
    cast(series.workers_labour_force_text as double) as workers_labour_force,
    cast(series.workers_registered_text as double) as workers_registered,
    cast(series.workers_active_text as double) as workers_active,
    cast(series.workers_inactive_text as double) as workers_inactive,
    cast(series.workers_unprotected_text as double) as workers_unprotected,
    series.denominator_name_«lang» as denominator,
    series.area_kind,
    case when series.area_kind = 'nation' then 0 else 1 end as area_order,
    series.coverage_rate_shown is not null and series.coverage_rate_shown <= 100 and row_number() over (
        partition by series.area_code, series.segment_code, series.programme_code, series.coverage_rate_shown between 0 and 100
        order by series.as_of_date desc nulls last, series.sort_order asc nulls last
    ) = 1 as is_latest,
    series.last_published_on,
    sources.source,
    sources.printed
from marts.rpt_coverage_over_time as series
left join («sources fct_coverage coverage_key marts.rpt_coverage_over_time where shown.area_kind in ('nation', 'province')») as sources on series.coverage_key = sources.fact_key
where series.area_kind in ('nation', 'province')
