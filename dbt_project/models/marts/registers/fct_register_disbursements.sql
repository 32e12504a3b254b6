with
figures as (
    select *
    from {{ ref('int_register_disbursement') }}
),

rules as (
    select *
    from {{ ref('suppression_rule') }}
    where table_name = 'fct_register_disbursements'
),

{{ suppressed_cells("
    select
        figures.cell_key,
        concat(figures.programme_code, '/', figures.period_id) as series,
        figures.area_code,
        figures.parent_area_code,
        figures.area_level,
        figures.paid_count as size,
        figures.paid_count between 1 and rules.smallest_count - 1 as is_small,
        true as can_cover
    from figures
    cross join rules
") }},

areas as (
    select *
    from {{ ref('dim_area') }}
),

-- The version of the area that was in force on the last day; a code of an older list has its last version.
area_versions as (
    select
        figures.cell_key,
        areas.area_key,
        areas.name_id,
        areas.area_kind,
        row_number() over (
            partition by figures.cell_key
            order by
                case when figures.last_paid_on between areas.valid_from and coalesce(areas.valid_to, date '9999-12-31') then 0 else 1 end
                asc nulls last,
                areas.valid_from desc nulls last
        ) as turn
    from figures
    inner join areas on figures.area_code = areas.area_code
),

reports as (
    select
        report_id,
        published_on
    from {{ ref('int_report') }}
),

published as (
    select
        max(reports.published_on) as last_published_on,
        totals.programme_code,
        case when totals.programme_code = 'BSU' then totals.edition_code else {{ month_of('totals.paid_on') }} end as period_id
    from {{ ref('int_payment_total') }} as totals
    inner join reports on totals.report_id = reports.report_id
    group by 2, 3
),

editions as (
    select *
    from {{ ref('dim_bsu_edition') }}
    where stage_code in ('ALL', 'none')
),

shown as (
    select
        figures.*,
        suppressed.suppressed_because,
        suppressed.cell_key is null as is_shown,
        -- What was not paid is told of the nation alone: no sums over areas, so nothing to subtract from.
        suppressed.cell_key is null and figures.area_level = 'nation' as is_nation_shown,
        rules.smallest_count,
        case
            when figures.programme_code = 'BSU' then figures.first_paid_on
            else cast(date_trunc('month', figures.last_paid_on) as date)
        end as period_start,
        case
            when figures.programme_code = 'BSU' then figures.last_paid_on
            else {{ last_day_of_month('figures.last_paid_on') }}
        end as as_of_date
    from figures
    left join suppressed on figures.cell_key = suppressed.cell_key
    cross join rules
)

select
    -- keys
    {{ surrogate_key(["'fct_register_disbursements'", 'shown.cell_key']) }} as register_disbursement_key,
    area_versions.area_key,
    {{ surrogate_key(["'dim_programme'", 'shown.programme_code']) }} as programme_key,
    editions.bsu_edition_key,
    {{ surrogate_key(["'dim_date'", "cast(shown.as_of_date as string)"]) }} as as_of_date_key,
    -- codes
    shown.area_code,
    area_versions.name_id as area_name,
    area_versions.area_kind,
    shown.programme_code,
    shown.edition_code,
    -- period
    concat(cast(shown.period_start as string), '/', cast(shown.as_of_date as string)) as period_key,
    shown.period_start,
    shown.as_of_date,
    -- measures
    case when shown.is_shown then cast(shown.paid_count as decimal(28, 0)) end as payments_paid,
    {{ shown_count('shown.failed_count', 'shown.is_nation_shown', 'shown.smallest_count') }} as payments_failed,
    {{ shown_count('shown.returned_count', 'shown.is_nation_shown', 'shown.smallest_count') }} as payments_returned,
    {{ shown_count('shown.repeated_count', 'shown.is_nation_shown', 'shown.smallest_count') }} as payments_repeated,
    case when shown.is_shown then cast(shown.paid_idr as decimal(28, 6)) end as amount_idr,
    -- suppression
    shown.suppressed_because,
    -- evidence
    shown.report_count,
    shown.report_ids,
    published.last_published_on
from shown
inner join area_versions on shown.cell_key = area_versions.cell_key and area_versions.turn = 1
inner join editions on shown.edition_code = editions.edition_code
left join published on shown.programme_code = published.programme_code and shown.period_id = published.period_id
