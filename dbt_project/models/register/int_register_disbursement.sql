with
counted as (
    select *
    from {{ ref('int_payment_counted') }}
),

-- The wage subsidy is told by edition, other benefits by month.
periods as (
    select
        *,
        case when programme_code = 'BSU' then edition_code else {{ month_of('paid_on') }} end as period_id
    from counted
),

levels as (
    select
        *,
        'nation' as area_level,
        'ID' as level_area_code,
        cast(null as string) as parent_area_code
    from periods

    union all

    select
        *,
        'province' as area_level,
        province_code as level_area_code,
        'ID' as parent_area_code
    from periods

    union all

    select
        *,
        'regency' as area_level,
        area_code as level_area_code,
        province_code as parent_area_code
    from periods
    where length(area_code) > 2
)

select
    -- keys
    {{ surrogate_key(["'int_register_disbursement'", 'level_area_code', 'programme_code', 'edition_code', 'period_id']) }} as cell_key,
    level_area_code as area_code,
    parent_area_code,
    area_level,
    programme_code,
    edition_code,
    period_id,
    -- period
    min(paid_on) as first_paid_on,
    max(paid_on) as last_paid_on,
    -- measures
    cast(sum(paid_count) as bigint) as paid_count,
    cast(sum(failed_count) as bigint) as failed_count,
    cast(sum(returned_count) as bigint) as returned_count,
    cast(sum(repeated_count) as bigint) as repeated_count,
    cast(sum(paid_idr) as decimal(28, 2)) as paid_idr,
    -- evidence
    cast(count(distinct report_id) as bigint) as report_count,
    {{ joined_distinct('report_id') }} as report_ids
from levels
group by level_area_code, parent_area_code, area_level, programme_code, edition_code, period_id
