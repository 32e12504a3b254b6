with
areas as (
    select *
    from {{ ref('int_area') }}
)

select
    -- keys
    area_key,
    area_code,
    parent_area_key,
    parent_area_code,
    -- attributes
    area_kind,
    name_id,
    name_en,
    name_short,
    province_code,
    island_group_code,
    bps_code,
    iso_3166_2,
    successor_area_code,
    is_resolved,
    -- validity
    valid_from,
    valid_to,
    is_current
from areas
