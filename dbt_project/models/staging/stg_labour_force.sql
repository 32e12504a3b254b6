with
raw_rows as (
    select
        observation_id,
        report_id,
        report_month,
        locator,
        as_printed,
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
        reader,
        reader_version,
        confidence,
        rules
    from {{ source('raw', 'labour_force') }}
)

select
    -- keys
    observation_id,
    report_id,
    report_month,
    -- attributes
    locator,
    as_printed,
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
    reader,
    reader_version,
    confidence,
    rules
from raw_rows
