with
segments as (
    select *
    from {{ ref('segment') }}
)

select
    -- keys
    {{ surrogate_key(["'dim_segment'", "segment_code"]) }} as segment_key,
    segment_code,
    part_of as part_of_segment_code,
    -- attributes
    name_id,
    name_en
from segments
