-- What was promised, month by month: from the first obligation to the latest day that any report of the warehouse was published.
with
obligations as (
    select
        *,
        12 * extract(year from valid_from) + extract(month from valid_from) as first_month_number
    from {{ ref('reporting_obligation') }}
),

known as (
    select max(published_on) as known_until
    from {{ ref('int_report') }}
),

months as (
    select
        date_day as month_end,
        month_code,
        12 * year_number + month_number as month_number
    from {{ ref('dim_date') }}
    where is_month_end
),

areas as (
    select
        area_code,
        area_kind,
        name_id,
        valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to
    from {{ ref('dim_area') }}
    where is_resolved
),

covered as (
    select
        obligations.obligation_code,
        obligations.source,
        obligations.area_kind as every_area_kind,
        obligations.area_code as one_area_code,
        obligations.basis,
        obligations.source_url,
        months.month_code as covered_month,
        months.month_end,
        {{ days_after('months.month_end', 'obligations.due_days') }} as due_on,
        known.known_until
    from obligations
    cross join known
    inner join months
        on
            obligations.valid_from <= months.month_end
            and date_trunc('month', months.month_end) <= coalesce(obligations.valid_to, date '9999-12-31')
            and known.known_until >= months.month_end
            and mod(months.month_number - obligations.first_month_number, obligations.every_months) = 0
)

select
    -- keys
    {{ surrogate_key(["'expected_reports'", 'covered.obligation_code', 'areas.area_code', 'covered.covered_month']) }}
        as expected_report_key,
    covered.obligation_code,
    covered.source,
    areas.area_code,
    covered.covered_month,
    -- area
    areas.area_kind,
    areas.name_id as area_name,
    -- when
    covered.due_on,
    covered.due_on <= covered.known_until as is_due,
    -- why
    covered.basis,
    covered.source_url
from covered
inner join areas
    on
        (covered.one_area_code = areas.area_code or covered.every_area_kind = areas.area_kind)
        and covered.month_end between areas.valid_from and areas.valid_to
