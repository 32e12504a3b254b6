with
constant_areas as (
    select *
    from {{ ref('dim_constant_area') }}
),

territories as (
    select *
    from {{ ref('int_province_territory') }}
),

provinces as (
    select *
    from {{ ref('dim_area') }}
    where area_kind = 'province' and is_resolved
),

founders as (
    select
        area_code,
        split_from_code
    from {{ ref('province') }}
),

version_pieces as (
    select
        provinces.area_key,
        territories.territory_code,
        count(*) over (partition by provinces.area_key) as pieces
    from provinces
    inner join territories
        on
            provinces.area_code = territories.province_code
            and provinces.valid_from between territories.held_from and coalesce(territories.held_to, date '9999-12-31')
),

constant_pieces as (
    select
        constant_areas.constant_area_key,
        territories.territory_code,
        count(*) over (partition by constant_areas.constant_area_key) as pieces
    from constant_areas
    inner join territories
        on
            constant_areas.province_code = territories.province_code
            and constant_areas.drawn_on between territories.held_from and coalesce(territories.held_to, date '9999-12-31')
),

-- Two areas that share a piece: how much of each the other one is.
shared as (
    select
        constant_pieces.constant_area_key,
        version_pieces.area_key,
        min(constant_pieces.pieces) as constant_area_pieces,
        min(version_pieces.pieces) as version_pieces,
        count(*) as shared_pieces
    from constant_pieces
    inner join version_pieces on constant_pieces.territory_code = version_pieces.territory_code
    group by constant_pieces.constant_area_key, version_pieces.area_key
),

related as (
    select
        *,
        case
            when shared_pieces = version_pieces and shared_pieces = constant_area_pieces then 'same'
            when shared_pieces = version_pieces then 'part'
            when shared_pieces = constant_area_pieces then 'wider'
            else 'across'
        end as fold
    from shared
)

select
    -- keys
    {{ surrogate_key(["'bridge_area_constant_boundary'", "related.constant_area_key", "related.area_key"]) }}
        as bridge_area_constant_boundary_key,
    related.constant_area_key,
    related.area_key,
    constant_areas.boundary_set_code,
    constant_areas.province_code as constant_area_code,
    provinces.area_code,
    founders.split_from_code,
    -- names
    provinces.name_id as area_name_id,
    provinces.name_en as area_name_en,
    -- fold
    related.fold,
    related.fold in ('same', 'part') as is_exact,
    -- validity
    provinces.valid_from,
    provinces.valid_to
from related
inner join constant_areas on related.constant_area_key = constant_areas.constant_area_key
inner join provinces on related.area_key = provinces.area_key
inner join founders on provinces.area_code = founders.area_code
