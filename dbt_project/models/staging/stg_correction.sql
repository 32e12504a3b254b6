with
raw_rows as (
    select *
    from {{ source('raw', 'correction') }}
)

select
    -- keys
    correction_id,
    report_id,
    report_month,
    read_observation_id,
    observation_id,
    -- place
    source,
    locator,
    as_printed,
    -- decision
    action,
    changed_columns,
    reason,
    why,
    decided_by,
    decided_on,
    -- meaning
    measure,
    value,
    unit,
    decimals,
    qualifier,
    period_start,
    period_end,
    period_kind,
    period_basis,
    area_name,
    area_kind,
    area_code,
    office_code,
    programme,
    segment,
    -- reading
    reader,
    reader_version,
    confidence,
    rules
from raw_rows
