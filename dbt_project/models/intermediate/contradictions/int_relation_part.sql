-- Which figures of a report are parts of which whole: segments or programmes of a total, areas of their parent. Across reports: the
-- provinces that one report prints, of the nation as another tells it for the same day.
with
figures as (
    select * from {{ ref('int_relation_figure') }}
    where candidate_number <= {{ most_candidates() }}
),

relations as (
    select
        relations.relation,
        relations.part_dimension,
        relations.scope,
        measures.measure
    from {{ ref('measure_relation') }} as relations
    inner join {{ ref('measure_relation_measure') }} as measures on relations.relation = measures.relation
    where relations.kind = 'parts'
),

members as (
    select distinct
        relation,
        member,
        is_optional
    from {{ ref('measure_relation_part') }}
),

branches as (
    select
        office_code,
        substr(seat_area_code, 1, 2) as province_code
    from {{ ref('int_office') }}
    where office_kind <> 'kanwil' and seat_area_code is not null
),

-- Of a branch that no seed places: a report that names one province with this measure says where it lies.
areas_of_level as (
    select
        report_id,
        measure,
        area_level,
        count(distinct area_id) as area_count
    from figures
    group by report_id, measure, area_level
),

kanwil_provinces as (
    select distinct
        office_code,
        cast(area_code as string) as area_code
    from {{ ref('office_area') }}
),

-- Figures meet in their report, or on a stated day; there one figure of the nation is enough, the one that was published last.
asked as (
    select
        figures.*,
        relations.relation,
        relations.part_dimension,
        relations.scope
    from figures
    inner join relations on figures.measure = relations.measure
    where
        figures.takes_stated
        and (
            relations.scope = 'report'
            or (figures.period_basis = 'text' and figures.area_kind in ('nation', 'province'))
        )
),

nations as (
    select
        relation,
        figure_id,
        row_number() over (
            partition by relation, measure, unit, segment_code, programme_code, period_start, period_end
            order by published_on desc nulls last, report_id asc nulls last, printed_order asc nulls last, figure_id asc nulls last
        ) as turn
    from asked
    where scope = 'month' and area_kind = 'nation'
),

meeting as (
    select
        asked.*,
        case asked.scope
            when 'report' then asked.report_id
            else concat(coalesce(cast(asked.period_start as string), ''), '/', cast(asked.period_end as string))
        end as meets_in,
        -- What whole and part have in common, as a key: without it every cell of a table would meet every other.
        case asked.part_dimension
            when 'segment' then concat_ws(chr(31), asked.area_id, asked.programme_code)
            when 'programme' then concat_ws(chr(31), asked.area_id, asked.segment_code)
            else concat_ws(chr(31), asked.segment_code, asked.programme_code)
        end as in_common
    from asked
    -- `nations` has rows of the scope month alone, and a relation has one scope: a condition on it would make every row meet every other.
    left join nations on asked.relation = nations.relation and asked.figure_id = nations.figure_id
    where coalesce(nations.turn, 1) = 1
),

paired as (
    select
        wholes.relation,
        wholes.part_dimension,
        wholes.figure_id as whole_figure_id,
        parts.figure_id as part_figure_id,
        wholes.report_id,
        case when parts.report_id <> wholes.report_id then parts.report_id end as other_report_id,
        wholes.measure,
        wholes.area_id,
        wholes.segment_code,
        wholes.programme_code,
        parts.value,
        parts.low,
        parts.high,
        parts.as_printed,
        parts.printed_order,
        parts.confidence,
        case wholes.part_dimension
            when 'segment' then parts.segment_code
            when 'programme' then parts.programme_code
            else parts.area_id
        end as member,
        case wholes.part_dimension
            when 'segment' then parts.segment_code
            when 'programme' then parts.programme_code
            else parts.area_name
        end as member_name,
        -- Branches, regencies and provinces are divisions of their own: never added to one another.
        case
            when wholes.part_dimension <> 'area' then wholes.part_dimension
            when parts.area_kind in ('regency', 'city') then 'regency'
            when parts.area_kind = 'office_work_area' and parts.area_level = 3 then 'kanwil'
            when parts.area_kind = 'office_work_area' then 'branch'
            else parts.area_kind
        end as division,
        case
            when parts.period_basis = 'text'
                then concat(coalesce(cast(parts.period_start as string), ''), '/', cast(parts.period_end as string))
            else 'inferred'
        end as part_period,
        coalesce(members.is_optional, false) as is_optional
    from meeting as wholes
    inner join meeting as parts
        on
            wholes.relation = parts.relation
            and wholes.meets_in = parts.meets_in
            and wholes.measure = parts.measure
            and wholes.unit = parts.unit
            and wholes.in_common = parts.in_common
            and wholes.figure_id <> parts.figure_id
    left join members
        on
            wholes.relation = members.relation
            and case wholes.part_dimension
                when 'segment' then parts.segment_code
                when 'programme' then parts.programme_code
            end = members.member
    left join kanwil_provinces
        on wholes.area_code = kanwil_provinces.office_code and parts.area_code = kanwil_provinces.area_code
    left join branches on case when parts.area_kind = 'office_work_area' then parts.area_code end = branches.office_code
    left join areas_of_level
        on
            wholes.report_id = areas_of_level.report_id
            and wholes.measure = areas_of_level.measure
            and wholes.area_level = areas_of_level.area_level
    where
        (
            wholes.scope = 'report'
            or (wholes.area_kind = 'nation' and parts.area_kind = 'province' and wholes.report_id <> parts.report_id)
        )
        and case wholes.part_dimension
            when 'segment'
                then
                    members.member is not null
                    and wholes.segment_code = 'ALL'
                    and wholes.area_id = parts.area_id
                    and wholes.programme_code = parts.programme_code
            when 'programme'
                then
                    members.member is not null
                    and wholes.programme_code = 'ALL'
                    and wholes.area_id = parts.area_id
                    and wholes.segment_code = parts.segment_code
            else
                wholes.segment_code = parts.segment_code
                and wholes.programme_code = parts.programme_code
                and wholes.area_level < parts.area_level
                and case
                    when wholes.area_kind = 'nation' then true
                    when parts.area_kind in ('regency', 'city')
                        then wholes.area_kind = 'province' and substr(parts.area_code, 1, 2) = wholes.area_code
                    when parts.area_kind = 'province' then kanwil_provinces.area_code is not null
                    when parts.area_kind = 'office_work_area' and parts.area_level = 5
                        then
                            wholes.area_level in (3, 4)
                            and case
                                when wholes.area_level = 4 and branches.province_code is not null
                                    then branches.province_code = wholes.area_code
                                else areas_of_level.area_count = 1
                            end
                    else false
                end
        end
        -- Equal months; a figure whose period the text does not state goes with any month of its report.
        and (
            wholes.period_basis <> 'text'
            or parts.period_basis <> 'text'
            or (
                {{ month_of('wholes.period_end') }} = {{ month_of('parts.period_end') }}
                and (
                    wholes.period_start is null
                    or parts.period_start is null
                    or wholes.period_start = parts.period_start
                )
            )
        )
)

select
    -- keys
    {{ surrogate_key(["'int_relation_part'", 'relation', 'whole_figure_id', 'part_figure_id']) }} as part_key,
    {{ surrogate_key([
        "'relation_checks'", 'relation', "concat(report_id, coalesce(concat('/', other_report_id), ''))", 'measure', 'area_id',
        'segment_code', 'programme_code', 'division', 'part_period'
    ]) }} as check_key,
    whole_figure_id,
    part_figure_id,
    -- what is added up to what
    relation,
    part_dimension,
    report_id,
    other_report_id,
    measure,
    area_id,
    segment_code,
    programme_code,
    division,
    part_period,
    member,
    member_name,
    is_optional,
    -- the part
    value,
    low,
    high,
    as_printed,
    printed_order,
    confidence
from paired
