-- On any day on which a province began to have its boundaries, each constant area is one province, wholly within wider ones, or the sum of
-- its parts: the pieces of those parts are its own, no more and no fewer.
with
folds as (
    select *
    from {{ ref('bridge_area_constant_boundary') }}
),

days as (
    select distinct valid_from as day
    from folds
),

territories as (
    select *
    from {{ ref('int_province_territory') }}
),

constant_areas as (
    select *
    from {{ ref('dim_constant_area') }}
),

parts as (
    select
        folds.constant_area_key,
        days.day,
        folds.fold,
        territories.territory_code
    from days
    inner join folds on days.day between folds.valid_from and coalesce(folds.valid_to, date '9999-12-31')
    inner join territories
        on
            folds.area_code = territories.province_code
            and days.day between territories.held_from and coalesce(territories.held_to, date '9999-12-31')
),

summed as (
    select
        constant_area_key,
        day,
        sum(case when fold in ('same', 'part') then 1 else 0 end) as pieces,
        count(distinct case when fold in ('same', 'part') then territory_code end) as different_pieces,
        sum(case when fold in ('wider', 'across') then 1 else 0 end) as pieces_of_wider
    from parts
    group by constant_area_key, day
)

select
    constant_areas.boundary_set_code,
    constant_areas.province_code,
    days.day
from constant_areas
cross join days
left join summed on constant_areas.constant_area_key = summed.constant_area_key and days.day = summed.day
where
    summed.day is null
    or summed.pieces <> summed.different_pieces
    or not (
        (summed.pieces = constant_areas.provinces_of_today and summed.pieces_of_wider = 0)
        or (summed.pieces = 0 and summed.pieces_of_wider > constant_areas.provinces_of_today)
    )
