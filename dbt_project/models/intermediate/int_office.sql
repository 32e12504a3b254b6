with
seeded as (
    select *
    from {{ ref('office') }}
),

-- Of several ways to write the name the first that became known stays: a later report changes nothing of what was known.
names_in_turn as (
    select
        stated.area_code as office_code,
        stated.area_name as name_id,
        row_number() over (
            partition by stated.area_code
            order by
                greatest(reports.published_on, coalesce(stated.decided_on, reports.published_on)) asc nulls last,
                stated.report_id asc nulls last,
                stated.observation_id asc nulls last
        ) as turn
    from {{ ref('int_observation_stated') }} as stated
    left join {{ ref('int_report') }} as reports on stated.report_id = reports.report_id
    where stated.area_kind = 'office_work_area' and stated.area_code is not null
),

named_areas as (
    select
        office_code,
        name_id
    from names_in_turn
    where turn = 1
),

reporting_offices as (
    select distinct
        office_code,
        cast(null as string) as name_id
    from {{ ref('int_observation_stated') }}
    where office_code is not null
),

observed as (
    select
        every_mention.office_code,
        max(every_mention.name_id) as name_id
    from (
        select *
        from named_areas
        union all
        select *
        from reporting_offices
    ) as every_mention
    group by every_mention.office_code
),

every_office as (
    select
        office_code,
        office_kind,
        era,
        name_id,
        seat,
        parent_office_code,
        seat_area_code,
        coalesce(valid_from, {{ beginning() }}) as valid_from,
        valid_to,
        confidence,
        source,
        true as is_listed
    from seeded

    union all

    select
        observed.office_code,
        'unlisted' as office_kind,
        cast(null as string) as era,
        coalesce(observed.name_id, observed.office_code) as name_id,
        cast(null as string) as seat,
        cast(null as string) as parent_office_code,
        cast(null as string) as seat_area_code,
        {{ beginning() }} as valid_from,
        cast(null as date) as valid_to,
        'named in a report only' as confidence,
        cast(null as string) as source,
        false as is_listed
    from observed
    left join seeded on observed.office_code = seeded.office_code
    where seeded.office_code is null
)

select
    -- keys
    {{ surrogate_key(["'dim_office'", "office_code"]) }} as office_key,
    office_code,
    -- attributes
    office_kind,
    era,
    name_id,
    seat,
    seat_area_code,
    parent_office_code,
    confidence,
    source,
    is_listed,
    -- validity
    valid_from,
    valid_to,
    valid_to is null as is_current
from every_office
