with
nation as (
    select
        'ID' as area_code,
        'nation' as area_kind,
        'Indonesia' as name_id,
        'Indonesia' as name_en
),

island_groups as (
    select *
    from {{ ref('island_group') }}
),

region_groups as (
    select
        area_code,
        min(canonical_name) as name_id
    from {{ ref('area_alias') }}
    where area_kind = 'region_group' and area_code is not null
    group by area_code
),

provinces as (
    select *
    from {{ ref('province') }}
),

code_changes as (
    select *
    from {{ ref('area_code_change') }}
),

-- A province starts a version when it is founded, and when a part of it is founded as another province.
province_starts as (
    select
        area_code,
        coalesce(law_signed_on, {{ beginning() }}) as valid_from
    from provinces

    union distinct

    select
        split_from_code as area_code,
        law_signed_on as valid_from
    from provinces
    where split_from_code is not null
),

province_versions as (
    select
        area_code,
        valid_from,
        {{ day_before("lead(valid_from) over (partition by area_code order by valid_from asc nulls last)") }} as valid_to
    from province_starts
),

-- The six units of Jakarta are administrative, without a government of their own; as areas they are cities and a regency.
regencies as (
    select
        area_code,
        province_code,
        name_id,
        case area_kind
            when 'kota_administrasi' then 'city'
            when 'kabupaten_administrasi' then 'regency'
            else area_kind
        end as area_kind
    from {{ ref('regency') }}
),

-- A code lives from its listing to its replacement; the replaced code stays a member, with its successor.
regency_lives as (
    select
        regencies.area_code,
        regencies.province_code,
        regencies.area_kind,
        regencies.name_id,
        cast(null as string) as successor_area_code,
        coalesce(recodings.effective_on, provinces.law_signed_on, {{ beginning() }}) as life_from,
        cast(null as date) as life_to
    from regencies
    inner join provinces on regencies.province_code = provinces.area_code
    left join code_changes as recodings
        on regencies.area_code = recodings.new_code and recodings.change_type = 'recoded'

    union all

    select
        recodings.old_code as area_code,
        substr(recodings.old_code, 1, 2) as province_code,
        regencies.area_kind,
        regencies.name_id,
        recodings.new_code as successor_area_code,
        {{ beginning() }} as life_from,
        {{ day_before("recodings.effective_on") }} as life_to
    from code_changes as recodings
    inner join regencies on recodings.new_code = regencies.area_code
    where recodings.change_type = 'recoded'
),

renames as (
    select
        new_code as area_code,
        old_name,
        effective_on
    from code_changes
    where change_type = 'renamed'
),

regency_starts as (
    select
        area_code,
        life_from as valid_from
    from regency_lives

    union distinct

    select
        regency_lives.area_code,
        province_versions.valid_from
    from regency_lives
    inner join province_versions
        on
            regency_lives.province_code = province_versions.area_code
            and regency_lives.life_from < province_versions.valid_from
            and coalesce(regency_lives.life_to, date '9999-12-31') >= province_versions.valid_from

    union distinct

    select
        area_code,
        effective_on as valid_from
    from renames
),

regency_versions as (
    select
        regency_starts.area_code,
        regency_lives.province_code,
        regency_lives.area_kind,
        coalesce(renames.old_name, regency_lives.name_id) as name_id,
        regency_lives.successor_area_code,
        regency_starts.valid_from,
        coalesce(
            {{ day_before("lead(regency_starts.valid_from) over (
                partition by regency_starts.area_code
                order by regency_starts.valid_from asc nulls last
            )") }},
            regency_lives.life_to
        ) as valid_to
    from regency_starts
    inner join regency_lives on regency_starts.area_code = regency_lives.area_code
    left join renames
        on regency_starts.area_code = renames.area_code and regency_starts.valid_from < renames.effective_on
),

offices as (
    select *
    from {{ ref('int_office') }}
),

listed_members as (
    select
        area_code,
        area_kind,
        name_id,
        name_en,
        cast(null as string) as name_short,
        cast(null as string) as parent_area_code,
        cast(null as string) as province_code,
        cast(null as string) as island_group_code,
        cast(null as string) as bps_code,
        cast('ID' as string) as iso_3166_2,
        cast(null as string) as successor_area_code,
        {{ beginning() }} as valid_from,
        cast(null as date) as valid_to,
        true as is_resolved
    from nation

    union all

    select
        island_group_code as area_code,
        'island_group' as area_kind,
        name_id,
        name_en,
        null as name_short,
        'ID' as parent_area_code,
        null as province_code,
        island_group_code,
        null as bps_code,
        island_group_code as iso_3166_2,
        null as successor_area_code,
        {{ beginning() }} as valid_from,
        null as valid_to,
        true as is_resolved
    from island_groups

    union all

    select
        area_code,
        'region_group' as area_kind,
        name_id,
        null as name_en,
        null as name_short,
        'ID' as parent_area_code,
        null as province_code,
        null as island_group_code,
        null as bps_code,
        null as iso_3166_2,
        null as successor_area_code,
        {{ beginning() }} as valid_from,
        null as valid_to,
        true as is_resolved
    from region_groups

    union all

    select
        provinces.area_code,
        'province' as area_kind,
        provinces.name_id,
        provinces.name_en,
        provinces.name_short,
        provinces.island_group_code as parent_area_code,
        provinces.area_code as province_code,
        provinces.island_group_code,
        provinces.bps_code,
        provinces.iso_3166_2,
        null as successor_area_code,
        province_versions.valid_from,
        province_versions.valid_to,
        true as is_resolved
    from provinces
    inner join province_versions on provinces.area_code = province_versions.area_code

    union all

    select
        regency_versions.area_code,
        regency_versions.area_kind,
        regency_versions.name_id,
        null as name_en,
        null as name_short,
        regency_versions.province_code as parent_area_code,
        regency_versions.province_code,
        provinces.island_group_code,
        null as bps_code,
        null as iso_3166_2,
        regency_versions.successor_area_code,
        regency_versions.valid_from,
        regency_versions.valid_to,
        true as is_resolved
    from regency_versions
    inner join provinces on regency_versions.province_code = provinces.area_code

    union all

    select
        offices.office_code as area_code,
        'office_work_area' as area_kind,
        offices.name_id,
        null as name_en,
        null as name_short,
        coalesce(parents.office_code, 'ID') as parent_area_code,
        null as province_code,
        null as island_group_code,
        null as bps_code,
        null as iso_3166_2,
        null as successor_area_code,
        offices.valid_from,
        offices.valid_to,
        true as is_resolved
    from offices
    left join offices as parents on offices.parent_office_code = parents.office_code
),

-- Areas that a report prints and no seed knows are members under their own name: nothing is folded into 'unknown'. Of several ways to
-- write it the first that became known stays, so that a later report changes nothing of what was known.
printed_areas as (
    select
        coalesce(stated.area_code, {{ unresolved_area_code('stated.area_name') }}) as area_code,
        stated.area_kind,
        stated.area_name as name_id,
        stated.report_id,
        stated.observation_id,
        greatest(reports.published_on, coalesce(stated.decided_on, reports.published_on)) as known_from
    from {{ ref('int_observation_stated') }} as stated
    left join {{ ref('int_report') }} as reports on stated.report_id = reports.report_id
    left join listed_members on stated.area_code = listed_members.area_code
    where listed_members.area_code is null
),

printed_in_turn as (
    select
        *,
        row_number() over (
            partition by area_code
            order by known_from asc nulls last, report_id asc nulls last, observation_id asc nulls last
        ) as turn
    from printed_areas
),

printed_members as (
    select
        area_code,
        area_kind,
        name_id
    from printed_in_turn
    where turn = 1
),

every_member as (
    select *
    from listed_members

    union all

    select
        area_code,
        area_kind,
        name_id,
        null as name_en,
        null as name_short,
        null as parent_area_code,
        null as province_code,
        null as island_group_code,
        null as bps_code,
        null as iso_3166_2,
        null as successor_area_code,
        {{ beginning() }} as valid_from,
        null as valid_to,
        false as is_resolved
    from printed_members
),

-- Of a code, the version valid on a day answers for it; before the first version the first one, after the last one the last.
answering as (
    select
        *,
        case
            when lag(valid_from) over (partition by area_code order by valid_from asc nulls last) is null then {{ beginning() }}
            else valid_from
        end as answers_from,
        coalesce(
            {{ day_before("lead(valid_from) over (partition by area_code order by valid_from asc nulls last)") }},
            date '9999-12-31'
        ) as answers_to
    from every_member
)

select
    -- keys
    {{ surrogate_key(["'dim_area'", "members.area_code", "members.valid_from"]) }} as area_key,
    members.area_code,
    case
        when members.parent_area_code is not null
            then {{ surrogate_key(["'dim_area'", "parents.area_code", "parents.valid_from"]) }}
    end as parent_area_key,
    members.parent_area_code,
    -- attributes
    members.area_kind,
    members.name_id,
    coalesce(members.name_en, members.name_id) as name_en,
    coalesce(members.name_short, members.name_id) as name_short,
    members.province_code,
    members.island_group_code,
    members.bps_code,
    members.iso_3166_2,
    members.successor_area_code,
    members.is_resolved,
    -- validity
    members.valid_from,
    members.valid_to,
    members.valid_to is null as is_current,
    members.answers_from,
    members.answers_to
from answering as members
left join answering as parents
    on
        members.parent_area_code = parents.area_code
        and members.valid_from between parents.answers_from and parents.answers_to
