with
boundary_sets as (
    select *
    from {{ ref('boundary_set') }}
),

territories as (
    select *
    from {{ ref('int_province_territory') }}
),

provinces as (
    select *
    from {{ ref('province') }}
),

members as (
    select
        boundary_sets.boundary_set_code,
        territories.province_code,
        cast(count(*) as integer) as provinces_of_today,
        {{ joined('pieces.name_id', '; ', 'pieces.area_code') }} as covers_id,
        {{ joined('pieces.name_en', '; ', 'pieces.area_code') }} as covers_en
    from boundary_sets
    inner join territories
        on boundary_sets.drawn_on between territories.held_from and coalesce(territories.held_to, date '9999-12-31')
    inner join provinces as pieces on territories.territory_code = pieces.area_code
    group by boundary_sets.boundary_set_code, territories.province_code
)

select
    -- keys
    {{ surrogate_key(["'dim_constant_area'", "members.boundary_set_code", "members.province_code"]) }} as constant_area_key,
    members.boundary_set_code,
    members.province_code,
    provinces.island_group_code,
    -- names
    boundary_sets.name_id as boundary_set_name_id,
    boundary_sets.name_en as boundary_set_name_en,
    provinces.name_id as province_name_id,
    provinces.name_en as province_name_en,
    provinces.name_short as province_name_short,
    -- territory
    members.provinces_of_today,
    members.covers_id,
    members.covers_en,
    -- validity
    boundary_sets.drawn_on
from members
inner join boundary_sets on members.boundary_set_code = boundary_sets.boundary_set_code
inner join provinces on members.province_code = provinces.area_code
