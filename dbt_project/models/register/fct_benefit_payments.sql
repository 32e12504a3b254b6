{{ config(
    materialized='incremental',
    incremental_strategy=('insert_overwrite' if target.type == 'spark' else 'append'),
    partition_by=(['report_month'] if target.type == 'spark' else none),
    on_schema_change='fail',
    pre_hook="{{ remove_register_months('payment_register') }}",
) }}
{% set months = changed_register_months('payment_register') %}
with
payments as (
    select *
    from {{ ref('stg_payment_register') }}
    where {{ in_register_months('report_month', months) }}
),

standing as (
    select report_id
    from {{ ref('int_report') }}
    where is_current and source = 'payment_register'
)

select
    -- keys
    payments.report_id,
    payments.register_row,
    payments.line_number,
    payments.payment_reference,
    payments.worker_token,
    payments.card_token,
    payments.account_token,
    -- codes
    payments.programme_code,
    payments.edition_code,
    payments.stage_number,
    payments.segment_code,
    payments.area_code,
    substr(payments.area_code, 1, 2) as province_code,
    payments.office_code,
    payments.channel_code,
    payments.status,
    -- period
    payments.paid_on,
    -- measures
    payments.amount_idr,
    payments.monthly_wage_idr,
    -- partition
    payments.report_month
from payments
inner join standing on payments.report_id = standing.report_id
