-- The latest figure of each province of today, on each list of provinces (33, 34, 37, 38), where it is exact there.
-- A rate as reported cannot be summed; it stands where one province of its day is the whole constant area.
with told as (
    select
        folds.boundary_set_code,
        folds.constant_area_code,
        'coverage_rate' as measure,
        coalesce(facts.coverage_rate, facts.coverage_rate_reported) as value,
        facts.as_of_date,
        facts.last_published_on,
        facts.coverage_key as coverage_keys,
        if(facts.coverage_rate is null, 'reported', 'computed') as value_origin,
        facts.denominator_used,
        facts.numerator_used
    from marts.fct_coverage as facts
    inner join marts.bridge_area_constant_boundary as folds on facts.area_key = folds.area_key and folds.fold = 'same'
    where facts.area_kind = 'province' and facts.programme_code = 'ALL' and facts.segment_code = 'ALL'
    union all
    select
        boundary_set_code, province_code, 'coverage_rate', coverage_rate, as_of_date, last_published_on, coverage_keys,
        'computed', denominator_used, numerator_used
    from marts.rpt_coverage_on_constant_boundaries
    where programme_code = 'ALL' and segment_code = 'ALL' and parts_expected > 1
    union all
    select
        boundary_set_code, province_code, 'workers_active', cast(workers_active_text as decimal(28, 0)), as_of_date,
        last_published_on, coverage_keys, 'computed', null, null
    from marts.rpt_coverage_on_constant_boundaries
    where programme_code = 'ALL' and segment_code = 'ALL'
),

latest as (
    select *
    from told
    where value is not null and as_of_date is not null
    qualify row_number() over (
        partition by measure, boundary_set_code, constant_area_code
        order by as_of_date desc, last_published_on desc nulls last, coverage_keys asc
    ) = 1
),

-- Each province of today lies in one area of each list.
today as (
    select folds.boundary_set_code, folds.constant_area_code, areas.area_code
    from marts.dim_area as areas
    inner join marts.bridge_area_constant_boundary as folds
        on areas.area_key = folds.area_key and folds.fold in ('same', 'part')
    where areas.area_kind = 'province' and areas.is_current
)

select
    today.boundary_set_code,
    today.area_code,
    today.constant_area_code,
    names.boundary_set_name_id,
    names.boundary_set_name_en,
    names.province_name_id,
    names.province_name_en,
    names.covers_id,
    names.covers_en,
    names.provinces_of_today,
    latest.measure,
    latest.value,
    latest.as_of_date,
    latest.coverage_keys,
    latest.value_origin,
    latest.denominator_used
from today
inner join marts.dim_constant_area as names
    on today.boundary_set_code = names.boundary_set_code and today.constant_area_code = names.province_code
left join latest
    on today.boundary_set_code = latest.boundary_set_code and today.constant_area_code = latest.constant_area_code
order by today.boundary_set_code, today.area_code, latest.measure
