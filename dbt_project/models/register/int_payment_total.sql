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
    from {{ ref('fct_benefit_payments') }}
    where {{ in_register_months('report_month', months) }}
)

select
    -- keys
    report_id,
    programme_code,
    coalesce(edition_code, 'none') as edition_code,
    stage_number,
    area_code,
    province_code,
    paid_on,
    -- measures
    cast(sum(case when status = 'paid' then 1 else 0 end) as bigint) as paid_count,
    cast(sum(case when status = 'failed' then 1 else 0 end) as bigint) as failed_count,
    cast(sum(case when status = 'returned' then 1 else 0 end) as bigint) as returned_count,
    cast(sum(case when status = 'paid' then amount_idr else 0 end) as decimal(28, 2)) as paid_idr,
    cast(sum(case when status <> 'paid' then amount_idr else 0 end) as decimal(28, 2)) as not_paid_idr,
    -- partition
    report_month
from payments
group by report_id, programme_code, edition_code, stage_number, area_code, province_code, paid_on, report_month
