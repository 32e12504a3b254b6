with
observations as (
    select *
    from {{ ref('int_observation') }}
)

select
    -- keys
    observation_key,
    observation_id,
    report_id,
    report_month,
    report_key,
    measure_key,
    area_key,
    office_key,
    programme_key,
    segment_key,
    facility_type_key,
    period_end_date_key,
    -- place
    source,
    locator,
    as_printed,
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
    denominator_code,
    -- reading
    reader,
    reader_version,
    confidence,
    rules,
    -- facts
    fact_table,
    no_fact_because,
    -- validity
    published_on,
    known_from,
    known_to,
    is_current,
    superseded_by,
    -- people
    correction_id,
    ended_by
from observations
