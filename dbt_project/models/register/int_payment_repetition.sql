{{ config(
    materialized='incremental',
    incremental_strategy=('insert_overwrite' if target.type == 'spark' else 'append'),
    partition_by=(['edition_code'] if target.type == 'spark' else none),
    on_schema_change='fail',
    pre_hook="{{ remove_changed_editions() }}",
) }}
{% set months = changed_register_months('payment_register') %}
with
-- A month that changes touches the editions that it pays, and those that it paid before; their payments of all months are compared.
touched_editions as (
    {{ changed_editions(months) }}
),

payments as (
    select
        payments.report_id,
        payments.register_row,
        payments.edition_code,
        payments.stage_number,
        payments.worker_token,
        payments.area_code,
        payments.province_code,
        payments.paid_on,
        payments.amount_idr
    from {{ ref('fct_benefit_payments') }} as payments
    inner join touched_editions on payments.edition_code = touched_editions.edition_code
    where payments.status = 'paid' and payments.worker_token is not null
),

turns as (
    select
        *,
        row_number() over (
            partition by edition_code, stage_number, worker_token
            order by paid_on asc nulls last, report_id asc nulls last, register_row asc nulls last
        ) as turn,
        first_value(report_id) over (
            partition by edition_code, stage_number, worker_token
            order by paid_on asc nulls last, report_id asc nulls last, register_row asc nulls last
        ) as first_report_id
    from payments
)

select
    -- keys
    report_id,
    register_row,
    first_report_id,
    stage_number,
    area_code,
    province_code,
    paid_on,
    -- measures
    amount_idr,
    -- partition
    edition_code
from turns
where turn > 1
