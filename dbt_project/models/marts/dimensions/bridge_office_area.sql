with
memberships as (
    select
        office_code,
        area_code,
        coalesce(valid_from, {{ beginning() }}) as valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to,
        dated_as,
        confidence,
        source,
        note
    from {{ ref('office_area') }}
),

offices as (
    select
        office_key,
        office_code
    from {{ ref('int_office') }}
),

area_versions as (
    select
        area_key,
        area_code,
        valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to
    from {{ ref('int_area') }}
),

-- An office keeps an area through the area's versions: one row for each stretch of both.
stretches as (
    select
        offices.office_key,
        memberships.office_code,
        area_versions.area_key,
        memberships.area_code,
        greatest(memberships.valid_from, area_versions.valid_from) as valid_from,
        least(memberships.valid_to, area_versions.valid_to) as valid_to,
        memberships.dated_as,
        memberships.confidence,
        memberships.source,
        memberships.note
    from memberships
    inner join offices on memberships.office_code = offices.office_code
    inner join area_versions
        on
            memberships.area_code = area_versions.area_code
            and memberships.valid_from <= area_versions.valid_to
            and memberships.valid_to >= area_versions.valid_from
)

select
    -- keys
    {{ surrogate_key(["'bridge_office_area'", "office_code", "area_code", "valid_from"]) }} as bridge_office_area_key,
    office_key,
    area_key,
    office_code,
    area_code,
    -- attributes
    dated_as,
    confidence,
    source,
    note,
    -- validity
    valid_from,
    nullif(valid_to, date '9999-12-31') as valid_to,
    valid_to = date '9999-12-31' as is_current
from stretches
