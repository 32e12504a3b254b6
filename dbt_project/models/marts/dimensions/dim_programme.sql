with
programmes as (
    select *
    from {{ ref('programme') }}
)

select
    -- keys
    {{ surrogate_key(["'dim_programme'", "programme_code"]) }} as programme_key,
    programme_code,
    -- attributes
    name_id,
    name_en,
    programme_kind,
    -- validity
    coalesce(valid_from, {{ beginning() }}) as valid_from,
    valid_to,
    valid_to is null as is_current
from programmes
