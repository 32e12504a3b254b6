with
calendar as (
    {{ day_spine('1990-01-01', '2050-12-31') }}
),

-- A report may name a day outside the calendar; it gets its member all the same.
printed_days as (
    select period_start as date_day
    from {{ ref('int_observation_stated') }}
    where period_start is not null

    union distinct

    select period_end as date_day
    from {{ ref('int_observation_stated') }}
    where period_end is not null

    union distinct

    select published_on as date_day
    from {{ ref('int_report') }}
),

days as (
    select date_day
    from calendar

    union distinct

    select date_day
    from printed_days
),

numbered as (
    select
        date_day,
        cast(extract(year from date_day) as integer) as year_number,
        cast(extract(quarter from date_day) as integer) as quarter_number,
        cast(extract(month from date_day) as integer) as month_number,
        cast(extract(day from date_day) as integer) as day_of_month,
        {{ iso_weekday('date_day') }} as day_of_week
    from days
),

month_names as (
    select *
    from {{ ref('calendar_name') }}
    where kind = 'month'
),

weekday_names as (
    select *
    from {{ ref('calendar_name') }}
    where kind = 'weekday'
),

named as (
    select
        numbered.*,
        month_names.name_id as month_name_id,
        month_names.short_id as month_short_id,
        month_names.name_en as month_name_en,
        weekday_names.name_id as weekday_name_id,
        weekday_names.name_en as weekday_name_en
    from numbered
    inner join month_names on numbered.month_number = month_names.number
    inner join weekday_names on numbered.day_of_week = weekday_names.number
),

none_member as (
    select {{ surrogate_key(["'dim_date'", "'none'"]) }} as date_key
)

select
    -- keys
    {{ surrogate_key(["'dim_date'", "date_day"]) }} as date_key,
    date_day,
    -- attributes
    {{ month_of('date_day') }} as month_code,
    concat(cast(year_number as string), '-Q', cast(quarter_number as string)) as quarter_code,
    concat(cast(year_number as string), '-S', case when month_number <= 6 then '1' else '2' end) as semester_code,
    year_number,
    quarter_number,
    case when month_number <= 6 then 1 else 2 end as semester_number,
    month_number,
    day_of_month,
    day_of_week,
    month_name_id,
    month_short_id,
    month_name_en,
    weekday_name_id,
    weekday_name_en,
    last_day(date_day) = date_day as is_month_end
from named

union all

select
    -- keys
    date_key,
    null as date_day,
    -- attributes
    'none' as month_code,
    'none' as quarter_code,
    'none' as semester_code,
    null as year_number,
    null as quarter_number,
    null as semester_number,
    null as month_number,
    null as day_of_month,
    null as day_of_week,
    'Tanpa tanggal' as month_name_id,
    '-' as month_short_id,
    'No date' as month_name_en,
    'Tanpa tanggal' as weekday_name_id,
    'No date' as weekday_name_en,
    false as is_month_end
from none_member
