with
figures as (
    select *
    from {{ ref('int_register_employer') }}
),

suppressed as (
    select *
    from {{ ref('int_employer_suppression') }}

    union all

    select *
    from {{ ref('int_employer_scale_suppression') }}
),

areas as (
    select *
    from {{ ref('dim_area') }}
),

area_versions as (
    select
        figures.cell_key,
        areas.area_key,
        areas.name_id,
        areas.area_kind,
        row_number() over (
            partition by figures.cell_key
            order by
                case when figures.register_month between areas.valid_from and coalesce(areas.valid_to, date '9999-12-31') then 0 else 1 end
                asc nulls last,
                areas.valid_from desc nulls last
        ) as turn
    from figures
    inner join areas on figures.area_code = areas.area_code
),

published as (
    select
        totals.register_month,
        max(reports.published_on) as last_published_on
    from {{ ref('int_employer_total') }} as totals
    inner join {{ ref('int_report') }} as reports on totals.report_id = reports.report_id
    group by totals.register_month
),

shown as (
    select
        figures.*,
        suppressed.suppressed_because,
        suppressed.cell_key is null as is_shown,
        case when suppressed.cell_key is null then cast(figures.employer_count as decimal(28, 0)) end as employers_registered,
        case when suppressed.cell_key is null then cast(figures.active_count as decimal(28, 0)) end as employers_active
    from figures
    left join suppressed on figures.cell_key = suppressed.cell_key
)

select
    -- keys
    {{ surrogate_key(["'fct_register_employers'", 'shown.cell_key']) }} as register_employers_key,
    area_versions.area_key,
    {{ surrogate_key(["'dim_date'", "cast(shown.register_month as string)"]) }} as as_of_date_key,
    -- codes
    shown.area_code,
    area_versions.name_id as area_name,
    area_versions.area_kind,
    shown.scale_code,
    -- period
    {{ month_of('shown.register_month') }} as period_key,
    shown.register_month as as_of_date,
    -- measures
    shown.employers_registered,
    shown.employers_active,
    case when shown.is_shown then cast(shown.employer_count - shown.active_count as decimal(28, 0)) end as employers_inactive,
    case when shown.is_shown then cast(shown.workers_registered as decimal(28, 0)) end as workers_registered,
    case when shown.is_shown then cast(shown.workers_active as decimal(28, 0)) end as workers_active,
    case when shown.is_shown then cast(shown.contributions_idr as decimal(28, 6)) end as contributions_idr,
    -- ratios
    {{ metric('compliance_rate', 'shown.') }} as employers_active_rate,
    -- suppression
    shown.suppressed_because,
    -- evidence
    shown.office_count,
    shown.report_count,
    shown.report_ids,
    published.last_published_on
from shown
inner join area_versions on shown.cell_key = area_versions.cell_key and area_versions.turn = 1
left join published on shown.register_month = published.register_month
