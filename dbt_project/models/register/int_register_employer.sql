with
totals as (
    select *
    from {{ ref('int_employer_total') }}
),

reports as (
    select
        report_id,
        published_on
    from {{ ref('int_report') }}
),

-- Of two registers of one branch and month that both stand, the later published one counts.
speaking as (
    select
        totals.office_code,
        totals.register_month,
        totals.report_id,
        row_number() over (
            partition by totals.office_code, totals.register_month
            order by max(reports.published_on) desc nulls last, totals.report_id asc nulls last
        ) as turn
    from totals
    inner join reports on totals.report_id = reports.report_id
    group by totals.office_code, totals.register_month, totals.report_id
),

counted as (
    select totals.*
    from totals
    inner join speaking
        on
            totals.office_code = speaking.office_code
            and totals.register_month = speaking.register_month
            and totals.report_id = speaking.report_id
    where speaking.turn = 1
),

levels as (
    select
        *,
        'nation' as area_level,
        'ID' as level_area_code,
        cast(null as string) as parent_area_code
    from counted

    union all

    select
        *,
        'province' as area_level,
        province_code as level_area_code,
        'ID' as parent_area_code
    from counted
    where province_code is not null

    union all

    select
        *,
        'regency' as area_level,
        area_code as level_area_code,
        province_code as parent_area_code
    from counted
    where length(area_code) > 2
),

scales as (
    select
        *,
        scale_code as level_scale_code
    from levels

    union all

    select
        *,
        'ALL' as level_scale_code
    from levels
)

select
    -- keys
    {{ surrogate_key(["'int_register_employer'", 'level_area_code', 'level_scale_code', 'register_month']) }} as cell_key,
    level_area_code as area_code,
    parent_area_code,
    area_level,
    level_scale_code as scale_code,
    register_month,
    -- measures
    cast(sum(employer_count) as bigint) as employer_count,
    cast(sum(active_count) as bigint) as active_count,
    cast(sum(workers_registered) as bigint) as workers_registered,
    cast(sum(workers_active) as bigint) as workers_active,
    cast(sum(contributions_idr) as decimal(28, 2)) as contributions_idr,
    -- evidence
    cast(count(distinct report_id) as bigint) as report_count,
    cast(count(distinct office_code) as bigint) as office_count,
    {{ joined_distinct('report_id') }} as report_ids
from scales
group by level_area_code, parent_area_code, area_level, level_scale_code, register_month
