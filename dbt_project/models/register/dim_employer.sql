with
-- Of two registers that stand and tell of one employer, branch and month, the later published one speaks.
months as (
    select
        employers.employer_number,
        employers.office_code,
        employers.register_month,
        employers.area_code,
        employers.scale_code,
        employers.sector_code,
        employers.status,
        employers.registered_on,
        employers.report_id,
        row_number() over (
            partition by employers.employer_number, employers.office_code, employers.register_month
            order by reports.published_on desc nulls last, employers.report_id asc nulls last, employers.register_row asc nulls last
        ) as turn
    from {{ ref('stg_employer_register') }} as employers
    inner join {{ ref('int_report') }} as reports on employers.report_id = reports.report_id
    where reports.is_current
),

states as (
    select
        *,
        {{ surrogate_key(['area_code', 'scale_code', 'sector_code', 'status', 'registered_on']) }} as attributes_hash
    from months
    where turn = 1
),

-- An employer that is missing in a month that its branch did deliver has left; a month that nobody delivered says nothing.
delivered as (
    select
        office_code,
        register_month,
        lead(register_month) over (partition by office_code order by register_month asc nulls last) as next_delivered
    from (
        select distinct
            office_code,
            register_month
        from states
    ) as office_months
),

placed as (
    select
        states.*,
        delivered.next_delivered,
        lag(states.attributes_hash) over (
            partition by states.employer_number, states.office_code order by states.register_month asc nulls last
        ) as hash_before,
        lag(delivered.next_delivered) over (
            partition by states.employer_number, states.office_code order by states.register_month asc nulls last
        ) as expected_month
    from states
    inner join delivered
        on states.office_code = delivered.office_code and states.register_month = delivered.register_month
),

marked as (
    select
        *,
        case
            when hash_before = attributes_hash and expected_month = register_month then 0
            else 1
        end as starts
    from placed
),

numbered as (
    select
        *,
        sum(starts) over (
            partition by employer_number, office_code
            order by register_month asc nulls last
            rows between unbounded preceding and current row
        ) as version_number
    from marked
),

versions as (
    select
        employer_number,
        office_code,
        version_number,
        min(register_month) as first_month,
        max(register_month) as last_month,
        case when count(next_delivered) = count(*) then max(next_delivered) end as next_delivered,
        max(area_code) as area_code,
        max(scale_code) as scale_code,
        max(sector_code) as sector_code,
        max(status) as status,
        max(registered_on) as registered_on,
        cast(count(*) as bigint) as month_count
    from numbered
    group by employer_number, office_code, version_number
),

dated as (
    select
        *,
        cast(date_trunc('month', first_month) as date) as valid_from,
        -- Seen last in the latest month of its branch: it goes on.
        case
            when next_delivered is not null then {{ day_before("cast(date_trunc('month', next_delivered) as date)") }}
        end as valid_to
    from versions
)

select
    -- keys
    {{ surrogate_key(["'dim_employer'", 'employer_number', 'office_code', 'valid_from']) }} as employer_key,
    employer_number,
    office_code,
    -- attributes
    area_code,
    scale_code,
    sector_code,
    status,
    registered_on,
    -- validity
    valid_from,
    valid_to,
    valid_to is null as is_current,
    -- evidence
    month_count
from dated

union all

select
    -- keys
    {{ surrogate_key(["'dim_employer'", "'none'"]) }} as employer_key,
    'none' as employer_number,
    'none' as office_code,
    -- attributes
    cast(null as string) as area_code,
    cast(null as string) as scale_code,
    cast(null as string) as sector_code,
    cast(null as string) as status,
    cast(null as date) as registered_on,
    -- validity
    {{ beginning() }} as valid_from,
    cast(null as date) as valid_to,
    true as is_current,
    -- evidence
    cast(0 as bigint) as month_count
