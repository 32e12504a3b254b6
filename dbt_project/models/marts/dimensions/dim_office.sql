with
offices as (
    select *
    from {{ ref('int_office') }}
),

none_member as (
    select
        {{ surrogate_key(["'dim_office'", "'none'"]) }} as office_key,
        'none' as office_code,
        'none' as office_kind,
        'Tidak disebut' as name_id
)

select
    -- keys
    office_key,
    office_code,
    parent_office_code,
    -- attributes
    office_kind,
    era,
    name_id,
    seat,
    seat_area_code,
    confidence,
    source,
    is_listed,
    -- validity
    valid_from,
    valid_to,
    is_current
from offices

union all

select
    -- keys
    office_key,
    office_code,
    null as parent_office_code,
    -- attributes
    office_kind,
    null as era,
    name_id,
    null as seat,
    null as seat_area_code,
    null as confidence,
    null as source,
    false as is_listed,
    -- validity
    {{ beginning() }} as valid_from,
    null as valid_to,
    true as is_current
from none_member
