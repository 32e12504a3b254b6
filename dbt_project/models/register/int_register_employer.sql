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
),

summed as (
    select
        level_area_code as area_code,
        parent_area_code,
        area_level,
        level_scale_code as scale_code,
        register_month,
        sum(employer_count) as employer_count,
        sum(active_count) as active_count,
        sum(workers_registered) as workers_registered,
        sum(workers_active) as workers_active,
        sum(contributions_idr) as contributions_idr,
        count(distinct report_id) as report_count,
        count(distinct office_code) as office_count,
        {{ joined_distinct('report_id') }} as report_ids
    from scales
    group by level_area_code, parent_area_code, area_level, level_scale_code, register_month
),

month_scales as (
    select distinct
        register_month,
        scale_code
    from summed
),

-- An area has a row for every scale of the month: were there none where it has no employer, a gap beside hidden rows would tell so, and the
-- rest could be computed.
every_scale as (
    select
        totals.area_code,
        totals.parent_area_code,
        totals.area_level,
        totals.register_month,
        totals.report_count,
        totals.office_count,
        totals.report_ids,
        month_scales.scale_code
    from summed as totals
    inner join month_scales on totals.register_month = month_scales.register_month
    where totals.scale_code = 'ALL'
)

select
    -- keys
    {{ surrogate_key(["'int_register_employer'", 'every_scale.area_code', 'every_scale.scale_code', 'every_scale.register_month']) }}
        as cell_key,
    every_scale.area_code,
    every_scale.parent_area_code,
    every_scale.area_level,
    every_scale.scale_code,
    every_scale.register_month,
    -- measures
    cast(coalesce(summed.employer_count, 0) as bigint) as employer_count,
    cast(coalesce(summed.active_count, 0) as bigint) as active_count,
    cast(coalesce(summed.workers_registered, 0) as bigint) as workers_registered,
    cast(coalesce(summed.workers_active, 0) as bigint) as workers_active,
    cast(coalesce(summed.contributions_idr, 0) as decimal(28, 2)) as contributions_idr,
    -- evidence: of the area and month
    cast(every_scale.report_count as bigint) as report_count,
    cast(every_scale.office_count as bigint) as office_count,
    every_scale.report_ids
from every_scale
left join summed
    on
        every_scale.area_code = summed.area_code
        and every_scale.scale_code = summed.scale_code
        and every_scale.register_month = summed.register_month
