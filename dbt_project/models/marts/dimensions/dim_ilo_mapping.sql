with
mappings as (
    select *
    from {{ ref('ilo_mapping') }}
)

select
    -- keys
    {{ surrogate_key(["'dim_ilo_mapping'", "mapping_code"]) }} as ilo_mapping_key,
    mapping_code,
    measure as measure_code,
    programme as programme_code,
    denominator_code,
    -- attributes
    name_id,
    name_en,
    ilo_term,
    ilo_branch,
    sdg_indicator,
    sdg_series,
    extent,
    why_id,
    why_en,
    basis,
    -- source
    source_url
from mappings
