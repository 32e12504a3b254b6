with
definitions as (
    select *
    from {{ ref('denominator_definition') }}
)

select
    -- keys
    {{ surrogate_key(["'dim_denominator_definition'", "denominator_code"]) }} as denominator_definition_key,
    denominator_code,
    -- attributes
    name_id,
    name_en,
    definition_id,
    definition_en,
    counted_by,
    age_from,
    excludes,
    ilo_term,
    -- validity
    valid_from,
    valid_to,
    dated_as,
    -- source
    source_url,
    note,
    -- sorting
    cast({{ rank_in('denominator_code', denominators_by_preference()) }} as integer) as preference
from definitions
