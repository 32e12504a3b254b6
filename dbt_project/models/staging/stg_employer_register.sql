{{ config(materialized='view') }}

select
    -- keys
    report_id,
    report_month,
    row_number as register_row,
    line_number,
    employer_number,
    register_month,
    -- attributes
    office_code,
    area_code,
    status,
    scale as scale_code,
    sector_code,
    registered_on,
    -- measures
    workers_registered,
    workers_active,
    contributions_idr
from {{ source('raw', 'employer_register') }}
