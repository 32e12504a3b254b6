-- A list has as many provinces as it says, and every piece of territory lies in exactly one of them.
with
counted as (
    select
        boundary_set_code,
        count(*) as provinces,
        sum(provinces_of_today) as pieces
    from {{ ref('dim_constant_area') }}
    group by boundary_set_code
),

pieces_of_today as (
    select count(*) as pieces
    from {{ ref('province') }}
)

select
    boundary_sets.boundary_set_code,
    counted.provinces,
    counted.pieces
from {{ ref('boundary_set') }} as boundary_sets
left join counted on boundary_sets.boundary_set_code = counted.boundary_set_code
cross join pieces_of_today
where
    coalesce(counted.provinces, 0) <> boundary_sets.province_count
    or coalesce(counted.pieces, 0) <> pieces_of_today.pieces
