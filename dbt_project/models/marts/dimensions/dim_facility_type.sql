with
facility_types as (
    select
        facility_type_code,
        name_id,
        name_en
    from {{ ref('facility_type') }}

    union all

    select
        'ALL' as facility_type_code,
        'Semua jenis' as name_id,
        'All types' as name_en
)

select
    -- keys
    {{ surrogate_key(["'dim_facility_type'", "facility_type_code"]) }} as facility_type_key,
    facility_type_code,
    -- attributes
    name_id,
    name_en
from facility_types
