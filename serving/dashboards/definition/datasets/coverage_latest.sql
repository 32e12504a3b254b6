-- One current province with its latest coverage, on its tile.
select
    province.province_code,
    province.province_name_«lang» as area,
    tile.short_name,
    province.island_group_name_«lang» as island_group,
    province.has_figure,
    province.as_of_date,
    strftime(province.as_of_date, '%d-%m-%Y') as as_of,
    round(province.coverage_rate_shown, 1) as coverage_rate,
    round(100 - province.coverage_rate_shown, 1) as gap_rate,
    province.numerator_name_«lang» as numerator,
    province.denominator_name_«lang» as denominator,
    province.workers_labour_force,
    province.workers_registered,
    province.workers_active,
    province.workers_unprotected,
    province.last_published_on,
    sources.printed,
    sources.source,
    tile.tile_column,
    tile.tile_row,
    case
        when province.coverage_rate_shown is null then 'none'
        when province.coverage_rate_shown > 100 then 'impossible'
        else cast(least(5, greatest(1, 1 + cast(floor(province.coverage_rate_shown / 20) as integer))) as varchar)
    end as band,
    province.coverage_rate_shown > 100 as is_impossible,
    case when province.coverage_rate_shown > 100 then -1 else province.coverage_rate_shown end as sort_rate
from marts.rpt_coverage_by_province as province
inner join («tiles») as tile on province.province_code = tile.province_code
left join («sources fct_coverage coverage_key marts.rpt_coverage_by_province») as sources on province.coverage_key = sources.fact_key
