-- Adds the parts of every whole up and says what the sum means.
with
parts as (
    select * from {{ ref('int_relation_part') }}
),

figures as (
    select * from {{ ref('int_relation_figure') }}
),

-- A part that is printed with several values may be any of them: the interval spans them all.
all_members as (
    select
        check_key,
        whole_figure_id,
        relation,
        part_period,
        division,
        member,
        bool_or(is_optional) as is_optional,
        min(other_report_id) as other_report_id,
        min(low) as low,
        max(high) as high,
        min(confidence) as confidence,
        min(printed_order) as printed_order
    from parts
    group by check_key, whole_figure_id, relation, part_period, division, member
),

-- 'JHT dan JKM Rp33,8 miliar' is one part that stands for two; where one of the two is printed by itself, it would count twice.
-- Few do: these alone are compared, and by an inner join, since an outer one would compare every row with every other.
with_pieces as (
    select distinct
        several.check_key,
        several.whole_figure_id,
        several.part_period,
        several.division,
        several.member
    from all_members as several
    inner join all_members as pieces
        on
            several.check_key = pieces.check_key
            and several.whole_figure_id = pieces.whole_figure_id
            and several.part_period = pieces.part_period
            and several.division = pieces.division
            and several.member <> pieces.member
    where
        several.member like '%+%'
        and concat('+', several.member, '+') like concat('%+', pieces.member, '+%')
),

members as (
    select
        all_members.*,
        1 + length(all_members.member) - length(replace(all_members.member, '+', '')) as members_told
    from all_members
    left join with_pieces
        on
            all_members.check_key = with_pieces.check_key
            and all_members.whole_figure_id = with_pieces.whole_figure_id
            and all_members.part_period = with_pieces.part_period
            and all_members.division = with_pieces.division
            and all_members.member = with_pieces.member
    where with_pieces.member is null
),

part_names as (
    select
        segment_code as member,
        name_id as member_name_id,
        name_en as member_name_en
    from {{ ref('segment') }}

    union all

    select
        facility_type_code as member,
        name_id as member_name_id,
        name_en as member_name_en
    from {{ ref('facility_type') }}
),

first_printed as (
    select
        parts.check_key,
        parts.whole_figure_id,
        parts.member,
        parts.value,
        parts.as_printed,
        coalesce(part_names.member_name_id, parts.member_name) as member_name_id,
        coalesce(part_names.member_name_en, parts.member_name) as member_name_en,
        row_number() over (
            partition by parts.check_key, parts.whole_figure_id, parts.member
            order by parts.printed_order nulls last, parts.part_figure_id nulls last
        ) as turn
    from parts
    left join part_names on case when parts.part_dimension = 'segment' then parts.member end = part_names.member
),

sums as (
    select
        members.check_key,
        members.whole_figure_id,
        members.relation,
        members.part_period,
        members.division,
        min(members.other_report_id) as other_report_id,
        cast(sum(members.members_told) as bigint) as part_count,
        sum(members.low) as all_low,
        sum(members.high) as all_high,
        sum(first_printed.value) as all_value,
        sum(case when members.is_optional then 0 else members.low end) as required_low,
        sum(case when members.is_optional then 0 else members.high end) as required_high,
        sum(case when members.is_optional then 0 else first_printed.value end) as required_value,
        min(members.confidence) as confidence,
        {{ joined('members.member', '|', 'members.member') }} as printed_members,
        {{ joined(
            "concat(first_printed.member_name_id, ' ', first_printed.as_printed)", ' + ', 'members.printed_order, members.member'
        ) }} as parts_text_id,
        {{ joined(
            "concat(first_printed.member_name_en, ' ', first_printed.as_printed)", ' + ', 'members.printed_order, members.member'
        ) }} as parts_text_en,
        {{ joined(
            "case when not members.is_optional then concat(first_printed.member_name_id, ' ', first_printed.as_printed) end",
            ' + ', 'members.printed_order, members.member'
        ) }} as required_parts_text_id,
        {{ joined(
            "case when not members.is_optional then concat(first_printed.member_name_en, ' ', first_printed.as_printed) end",
            ' + ', 'members.printed_order, members.member'
        ) }} as required_parts_text_en
    from members
    inner join first_printed
        on
            members.check_key = first_printed.check_key
            and members.whole_figure_id = first_printed.whole_figure_id
            and members.member = first_printed.member
            and first_printed.turn = 1
    group by members.check_key, members.whole_figure_id, members.relation, members.part_period, members.division
),

part_sets as (
    select
        relation,
        part_set,
        {{ joined('member', '|', 'member') }} as set_members,
        bool_or(may_lack) as may_lack
    from {{ ref('measure_relation_part') }}
    group by relation, part_set
),

regencies_of_province as (
    select
        cast(province_code as string) as province_code,
        count(*) as regency_count
    from {{ ref('regency') }}
    group by province_code
),

-- How many provinces there were on the days that figures speak of.
days as (
    select distinct period_end
    from figures
    where area_kind = 'nation' and period_end is not null
),

provinces_on_days as (
    select
        days.period_end,
        count(*) as province_count
    from days
    inner join {{ ref('int_area') }} as areas
        on
            areas.area_kind = 'province'
            and days.period_end between areas.valid_from and coalesce(areas.valid_to, date '9999-12-31')
    group by days.period_end
),

branch_counts as (
    select distinct
        report_id,
        area_id,
        value
    from figures
    where measure = 'offices_branch' and takes_stated
),

judged as (
    select
        sums.*,
        wholes.report_id,
        wholes.measure,
        wholes.area_id,
        wholes.segment_code,
        wholes.programme_code,
        wholes.value as whole_value,
        wholes.low as whole_low,
        wholes.high as whole_high,
        wholes.as_printed as whole_printed,
        wholes.printed_order as whole_printed_order,
        wholes.period_start,
        wholes.period_end,
        wholes.period_basis,
        least(wholes.confidence, sums.confidence) as least_confidence,
        relations.completeness,
        {{ intervals_meet('wholes.low', 'wholes.high', 'sums.all_low', 'sums.all_high') }} as meets_all,
        {{ intervals_meet('wholes.low', 'wholes.high', 'sums.required_low', 'sums.required_high') }} as meets_required,
        sums.required_low > wholes.high + {{ interval_slack('sums.required_low', 'wholes.high') }} as exceeds,
        case relations.completeness
            -- Formal and informal leave out construction and migrants: what is missing may be these, unless next to nothing is.
            when 'exact_set'
                then
                    part_sets.part_set is not null
                    and (
                        not part_sets.may_lack
                        or 100 * (wholes.value - sums.all_value) <= relations.tolerance_percent * wholes.value
                    )
            when 'minimum_parts' then sums.part_count >= relations.minimum_parts
            when 'counted'
                then
                    sums.part_count >= relations.minimum_parts
                    and case sums.division
                        when 'branch' then branch_counts.report_id is not null
                        when 'regency' then sums.part_count = regencies_of_province.regency_count
                        when 'province' then wholes.area_kind = 'nation' and sums.part_count = provinces_on_days.province_count
                        else false
                    end
            when 'near_sum'
                then
                    sums.part_count >= relations.minimum_parts
                    and 100 * least(abs(wholes.value - sums.all_value), abs(wholes.value - sums.required_value))
                    <= relations.tolerance_percent * wholes.value
        end as is_complete
    from sums
    inner join figures as wholes on sums.whole_figure_id = wholes.figure_id
    inner join {{ ref('measure_relation') }} as relations on sums.relation = relations.relation
    left join part_sets
        on sums.relation = part_sets.relation and sums.printed_members = part_sets.set_members
    left join regencies_of_province on wholes.area_code = regencies_of_province.province_code
    left join provinces_on_days on wholes.period_end = provinces_on_days.period_end
    left join branch_counts
        on
            wholes.report_id = branch_counts.report_id
            and wholes.area_id = branch_counts.area_id
            and sums.part_count = branch_counts.value
),

compared as (
    select
        *,
        abs(whole_value - required_value) < abs(whole_value - all_value) as is_closer_without
    from judged
)

select
    -- keys
    check_key,
    whole_figure_id,
    -- which relation, about what
    relation,
    report_id,
    other_report_id,
    measure,
    area_id,
    segment_code,
    programme_code,
    part_period,
    period_start,
    period_end,
    -- both sides; the sum without its optional members where that comes closer
    whole_value as left_value,
    whole_low as left_low,
    whole_high as left_high,
    case when is_closer_without then required_value else all_value end as right_value,
    case when is_closer_without then required_low else all_low end as right_low,
    case when is_closer_without then required_high else all_high end as right_high,
    whole_printed,
    whole_printed_order,
    case when is_closer_without then required_parts_text_id else parts_text_id end as parts_text_id,
    case when is_closer_without then required_parts_text_en else parts_text_en end as parts_text_en,
    -- what it means
    part_count,
    is_complete,
    case
        -- A list that is not full, or a sum with an open end, meets the whole by its vagueness alone.
        when
            part_count >= 2
            and (meets_all or meets_required)
            and (is_complete or all_high - all_low <= 0.05 * whole_value)
            then 'confirmed'
        when part_count >= 2 and (meets_all or meets_required) then 'compatible'
        when is_complete then 'contradicted'
        when exceeds and completeness <> 'exact_set' then 'contradicted'
        when part_count >= 2 then 'compatible'
    end as verdict,
    case when period_basis = 'text' and part_period <> 'inferred' then 0 else 1 end as inferred_periods,
    least_confidence as confidence
from compared
