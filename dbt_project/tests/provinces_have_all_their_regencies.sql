-- Each province of today has as many regencies and cities as the official list says.
with
counted as (
    select
        province_code,
        sum(case when area_kind = 'regency' then 1 else 0 end) as regency_count,
        sum(case when area_kind = 'city' then 1 else 0 end) as city_count
    from {{ ref('dim_area') }}
    where area_kind in ('regency', 'city') and is_current
    group by province_code
)

select
    provinces.area_code,
    counted.regency_count,
    counted.city_count
from {{ ref('province') }} as provinces
left join counted on provinces.area_code = counted.province_code
where
    provinces.regency_count <> coalesce(counted.regency_count, 0)
    or provinces.city_count <> coalesce(counted.city_count, 0)
