with
provinces as (
    select * from {{ ref('dim_area') }}
    where area_kind = 'province' and is_current
),

island_groups as (
    select * from {{ ref('dim_area') }}
    where area_kind = 'island_group' and is_current
),

-- A figure that names no segment and no programme speaks for the whole province.
figures as (
    select
        *,
        row_number() over (
            partition by area_code
            order by
                case when coalesce(coverage_rate, coverage_rate_reported) is null then 1 else 0 end asc nulls last,
                as_of_date desc nulls last, last_published_on desc nulls last, period_start asc nulls last,
                coverage_key asc nulls last
        ) as turn
    from {{ ref('fct_coverage') }}
    where
        area_kind = 'province'
        and programme_code = 'ALL'
        and segment_code = 'ALL'
        and coalesce(coverage_rate, coverage_rate_reported, workers_registered, workers_active) is not null
),

definitions as (
    select * from {{ ref('dim_denominator_definition') }}
),

measures as (
    select * from {{ ref('dim_measure') }}
),

latest as (
    select
        *,
        coalesce(coverage_rate, coverage_rate_reported) as coverage_rate_shown
    from figures
    where turn = 1
)

select
    -- keys
    {{ surrogate_key(["'rpt_coverage_by_province'", 'provinces.area_code']) }} as coverage_by_province_key,
    latest.coverage_key,
    provinces.area_code as province_code,
    provinces.iso_3166_2,
    -- names
    provinces.name_id as province_name_id,
    provinces.name_en as province_name_en,
    provinces.name_short as province_name_short,
    island_groups.name_id as island_group_name_id,
    island_groups.name_en as island_group_name_en,
    -- the latest figure
    latest.coverage_rate_shown is not null as has_figure,
    latest.as_of_date,
    latest.period_key,
    latest.coverage_rate_shown,
    case
        when latest.coverage_rate is not null then 'computed'
        when latest.coverage_rate_reported is not null then 'reported'
    end as coverage_rate_origin,
    latest.coverage_rate,
    latest.coverage_rate_reported,
    latest.numerator_used,
    measures.name_id as numerator_name_id,
    measures.name_en as numerator_name_en,
    latest.denominator_used,
    definitions.name_id as denominator_name_id,
    definitions.name_en as denominator_name_en,
    latest.workers_labour_force,
    latest.workers_registered,
    latest.workers_active,
    latest.workers_unprotected,
    -- evidence
    latest.last_published_on,
    coalesce(latest.report_count, 0) as report_count,
    coalesce(latest.alternative_count, 0) as alternative_count,
    -- sorting
    cast(row_number() over (
        order by latest.coverage_rate_shown desc nulls last, provinces.area_code asc nulls last
    ) as integer) as sort_by_rate,
    cast(row_number() over (order by provinces.area_code asc nulls last) as integer) as sort_by_code
from provinces
left join island_groups on provinces.island_group_code = island_groups.area_code
left join latest on provinces.area_code = latest.area_code
left join definitions on latest.denominator_used = definitions.denominator_code
left join measures on latest.numerator_used = measures.measure_code
