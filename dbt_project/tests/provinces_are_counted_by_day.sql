-- 33 provinces, 34 from 16 November 2012, 37 from 25 July 2022, 38 from 8 December 2022.
with
expected as (
    select
        date '2012-11-15' as on_day,
        33 as provinces

    union all

    select
        date '2012-11-16' as on_day,
        34 as provinces

    union all

    select
        date '2022-07-25' as on_day,
        37 as provinces

    union all

    select
        date '2022-12-08' as on_day,
        38 as provinces
),

counted as (
    select
        expected.on_day,
        expected.provinces,
        count(*) as members
    from expected
    inner join {{ ref('dim_area') }} as areas
        on
            areas.area_kind = 'province'
            and areas.is_resolved
            and expected.on_day between areas.valid_from and coalesce(areas.valid_to, date '9999-12-31')
    group by expected.on_day, expected.provinces
)

select *
from counted
where members <> provinces
