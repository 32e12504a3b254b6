{{ config(
    materialized='incremental',
    incremental_strategy=('insert_overwrite' if target.type == 'spark' else 'append'),
    partition_by=(['report_month'] if target.type == 'spark' else none),
    on_schema_change='fail',
    pre_hook="{{ remove_register_months('employer_register') }}",
) }}
{% set months = changed_register_months('employer_register') %}
with
employers as (
    select *
    from {{ ref('stg_employer_register') }}
    where {{ in_register_months('report_month', months) }}
),

standing as (
    select report_id
    from {{ ref('int_report') }}
    where is_current and source = 'employer_register'
)

select
    -- keys
    employers.report_id,
    employers.register_month,
    employers.office_code,
    employers.area_code,
    substr(employers.area_code, 1, 2) as province_code,
    coalesce(employers.scale_code, 'unknown') as scale_code,
    -- measures
    cast(count(*) as bigint) as employer_count,
    cast(sum(case when employers.status = 'active' then 1 else 0 end) as bigint) as active_count,
    cast(sum(employers.workers_registered) as bigint) as workers_registered,
    cast(sum(employers.workers_active) as bigint) as workers_active,
    cast(sum(coalesce(employers.contributions_idr, 0)) as decimal(28, 2)) as contributions_idr,
    -- partition
    employers.report_month
from employers
inner join standing on employers.report_id = standing.report_id
group by
    employers.report_id, employers.register_month, employers.office_code, employers.area_code, employers.scale_code,
    employers.report_month
