{{ config(materialized='view') }}

select
    -- keys
    report_id,
    report_month,
    row_number as register_row,
    line_number,
    payment_reference,
    -- people, as tokens
    worker_token,
    card_token,
    account_token,
    -- attributes
    programme as programme_code,
    bsu_edition as edition_code,
    bsu_stage as stage_number,
    segment as segment_code,
    area_code,
    office_code,
    channel_code,
    status,
    paid_on,
    -- measures
    amount_idr,
    monthly_wage_idr
from {{ source('raw', 'payment_register') }}
