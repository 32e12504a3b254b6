with
balances as (
    select * from {{ ref('stg_row_balance') }}
),

reports as (
    select
        report_id,
        file_name
    from {{ ref('stg_report') }}
),

-- What became of the accepted rows: each is exactly one of these.
decided as (
    select
        figures_read.report_id,
        case
            when corrections.action = 'rejected' then 'rejected'
            when corrections.action is not null then 'corrected'
            when held.observation_id is not null then 'held'
            when stated.observation_id is not null then 'stated'
            else 'lost'
        end as became
    from {{ ref('int_observation_read') }} as figures_read
    left join {{ ref('stg_correction') }} as corrections on figures_read.observation_id = corrections.read_observation_id
    left join {{ ref('int_observation_held') }} as held on figures_read.observation_id = held.observation_id
    left join {{ ref('int_observation') }} as stated on figures_read.observation_id = stated.observation_id
),

counted as (
    select
        report_id,
        sum(case when became = 'stated' then 1 else 0 end) as rows_stated,
        sum(case when became = 'held' then 1 else 0 end) as rows_held,
        sum(case when became = 'corrected' then 1 else 0 end) as rows_corrected,
        sum(case when became = 'rejected' then 1 else 0 end) as rows_rejected
    from decided
    group by report_id
),

-- Rows of registers are kept row by row in the build file; those of a superseded register in the raw layer alone.
registered as (
    select
        report_id,
        sum(paid_count + failed_count + returned_count) as row_count
    from {{ ref('int_payment_total') }}
    group by report_id

    union all

    select
        report_id,
        sum(employer_count) as row_count
    from {{ ref('int_employer_total') }}
    group by report_id
),

added as (
    select
        report_id,
        count(*) as figures_added
    from {{ ref('stg_correction') }}
    where action = 'added'
    group by report_id
)

select
    -- keys
    {{ surrogate_key(["'row_balance'", 'balances.report_id']) }} as row_balance_key,
    balances.report_id,
    -- the report
    balances.report_month,
    balances.source,
    reports.file_name,
    balances.outcome,
    -- the account
    balances.rows_read,
    balances.rows_accepted,
    balances.rows_quarantined,
    balances.rows_unread,
    balances.rows_read - balances.rows_accepted - balances.rows_quarantined - balances.rows_unread as difference,
    balances.numbers_printed,
    balances.numbers_accounted,
    case
        when balances.outcome = 'read' then balances.numbers_printed - balances.numbers_accounted
        else 0
    end as numbers_difference,
    -- what became of the accepted rows
    cast(coalesce(counted.rows_stated, 0) as bigint) as rows_stated,
    cast(coalesce(counted.rows_held, 0) as bigint) as rows_held,
    cast(coalesce(counted.rows_corrected, 0) as bigint) as rows_corrected,
    cast(coalesce(counted.rows_rejected, 0) as bigint) as rows_rejected,
    cast(coalesce(registered.row_count, 0) as bigint) as rows_registered,
    cast(
        case
            when balances.source in ('employer_register', 'payment_register') and not coalesce(standing.is_current, false)
                then balances.rows_accepted
            else 0
        end as bigint
    ) as rows_superseded,
    cast(
        balances.rows_accepted - coalesce(counted.rows_stated, 0) - coalesce(counted.rows_held, 0)
        - coalesce(counted.rows_corrected, 0) - coalesce(counted.rows_rejected, 0) - coalesce(registered.row_count, 0)
        - case
            when balances.source in ('employer_register', 'payment_register') and not coalesce(standing.is_current, false)
                then balances.rows_accepted
            else 0
        end as bigint
    ) as accepted_difference,
    cast(coalesce(added.figures_added, 0) as bigint) as figures_added,
    -- reader
    balances.reader,
    balances.reader_version
from balances
left join reports on balances.report_id = reports.report_id
left join counted on balances.report_id = counted.report_id
left join added on balances.report_id = added.report_id
left join registered on balances.report_id = registered.report_id
left join {{ ref('int_report') }} as standing on balances.report_id = standing.report_id
