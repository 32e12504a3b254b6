with
none_member as (
    select
        {{ surrogate_key(["'dim_employer'", "'none'"]) }} as employer_key,
        'none' as employer_token
)

select
    -- keys
    employer_key,
    employer_token,
    -- attributes
    cast(null as string) as office_code,
    cast(null as string) as area_code,
    cast(null as string) as scale_code,
    cast(null as string) as sector_code,
    -- validity
    {{ beginning() }} as valid_from,
    cast(null as date) as valid_to,
    true as is_current
from none_member
