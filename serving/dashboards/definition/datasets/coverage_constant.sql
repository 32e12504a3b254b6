-- One province on the list of 33, the latest coverage rate that is exact on those boundaries, with the code of the map.
select
    latest.province_code,
    latest.province_name_«lang» as area,
    latest.covers_«lang» as covers,
    area.iso_3166_2,
    latest.as_of_date,
    strftime(latest.as_of_date, '%d-%m-%Y') as as_of,
    latest.coverage_rate,
    latest.last_published_on,
    sources.source,
    sources.printed
from marts.rpt_coverage_on_constant_boundaries as latest
inner join marts.dim_area as area on latest.province_code = area.area_code and area.area_kind = 'province' and area.is_current
left join («sources fct_coverage coverage_keys marts.rpt_coverage_on_constant_boundaries where shown.boundary_set_code = '33' and shown.programme_code = 'ALL' and shown.segment_code = 'ALL'») as sources
    on latest.coverage_keys = sources.fact_key
where
    latest.boundary_set_code = '33' and latest.programme_code = 'ALL' and latest.segment_code = 'ALL' and latest.coverage_rate is not null
qualify row_number() over (partition by latest.province_code order by latest.as_of_date desc nulls last, latest.sort_order asc nulls last) = 1
