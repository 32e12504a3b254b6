-- Two figures that tell the same fact, and two figures of one stock in neighbouring periods.
with
figures as (
    select
        figures.*,
        relations.relation,
        relations.kind,
        cast(relations.factor as double) as factor,
        relations.maximum_months,
        coalesce(cast(figures.period_start as string), '') as start_text,
        coalesce(cast(figures.period_end as string), '') as end_text
    from {{ ref('int_relation_figure') }} as figures
    inner join {{ ref('measure_relation_measure') }} as measures
        on
            figures.measure = measures.measure
            and case measures.takes when 'target' then figures.takes_target else figures.takes_stated end
    inner join {{ ref('measure_relation') }} as relations
        on measures.relation = relations.relation and relations.kind in ('told_twice', 'neighbour')
    where figures.candidate_number <= {{ most_candidates() }}
),

-- The same fact: equal in everything; across reports only where both texts state the period.
facts as (
    select
        *,
        {{ surrogate_key([
            "'relation_checks'", 'relation', 'measure', 'unit', 'area_id', 'segment_code', 'programme_code', 'start_text',
            'end_text', "case when period_basis = 'text' then 'stated' else report_id end"
        ]) }} as check_key
    from figures
    where kind = 'told_twice'
),

-- Every figure against the first that was printed; where that one agrees with all, against the first that it leaves out.
fact_pairs as (
    select
        lefts.check_key,
        lefts.relation,
        lefts.figure_id as left_figure_id,
        rights.figure_id as right_figure_id,
        lefts.kind,
        lefts.factor,
        row_number() over (
            partition by lefts.check_key
            order by
                case
                    when lefts.low <= rights.high and rights.low <= lefts.high then 2
                    when lefts.low <= rights.high * lefts.factor and rights.low <= lefts.high * lefts.factor then 0
                    else 1
                end nulls last,
                lefts.published_on nulls last, lefts.report_id nulls last, lefts.printed_order nulls last,
                rights.published_on nulls last, rights.report_id nulls last, rights.printed_order nulls last,
                lefts.figure_id nulls last, rights.figure_id nulls last
        ) as turn
    from facts as lefts
    inner join facts as rights
        on
            lefts.check_key = rights.check_key
            and (
                lefts.published_on < rights.published_on
                or (lefts.published_on = rights.published_on and lefts.report_id < rights.report_id)
                or (lefts.report_id = rights.report_id and lefts.printed_order < rights.printed_order)
                or (
                    lefts.report_id = rights.report_id
                    and lefts.printed_order = rights.printed_order
                    and lefts.figure_id < rights.figure_id
                )
            )
),

stocks as (
    select
        *,
        row_number() over (
            partition by relation, measure, unit, area_id, segment_code, programme_code, period_end
            order by published_on nulls last, report_id nulls last, printed_order nulls last, figure_id nulls last
        ) as turn
    from figures
    where kind = 'neighbour' and period_basis = 'text'
),

neighbours as (
    select
        *,
        lag(figure_id) over (
            partition by relation, measure, unit, area_id, segment_code, programme_code
            order by period_end nulls last, figure_id nulls last
        ) as earlier_figure_id,
        lag(period_end) over (
            partition by relation, measure, unit, area_id, segment_code, programme_code
            order by period_end nulls last, figure_id nulls last
        ) as earlier_period_end
    from stocks
    where turn = 1
),

pairs as (
    select
        check_key,
        relation,
        left_figure_id,
        right_figure_id,
        kind,
        factor
    from fact_pairs
    where turn = 1

    union all

    select
        {{ surrogate_key(["'relation_checks'", 'relation', 'figure_id', 'earlier_figure_id']) }} as check_key,
        relation,
        figure_id as left_figure_id,
        earlier_figure_id as right_figure_id,
        kind,
        factor
    from neighbours
    where
        earlier_figure_id is not null
        and {{ months_between('earlier_period_end', 'period_end') }} <= maximum_months
)

select
    -- keys
    pairs.check_key,
    pairs.left_figure_id,
    pairs.right_figure_id,
    -- which relation, about what
    pairs.relation,
    lefts.report_id,
    rights.report_id as right_report_id,
    lefts.measure,
    lefts.area_id,
    lefts.segment_code,
    lefts.programme_code,
    lefts.period_start,
    lefts.period_end,
    -- both sides
    lefts.value as left_value,
    lefts.low as left_low,
    lefts.high as left_high,
    rights.value as right_value,
    rights.low as right_low,
    rights.high as right_high,
    lefts.as_printed as left_printed,
    rights.as_printed as right_printed,
    -- what it means
    case
        when {{ intervals_meet('lefts.low', 'lefts.high', 'rights.low', 'rights.high') }} then 'confirmed'
        -- Neighbours contradict each other beyond the factor; values of one fact within it, for beyond it one is a part.
        when
            (pairs.kind = 'neighbour') = {{ intervals_meet(
                'lefts.low', 'lefts.high', 'rights.low / pairs.factor', 'rights.high * pairs.factor'
            ) }}
            then 'compatible'
        else 'contradicted'
    end as verdict,
    case when lefts.period_basis = 'text' then 0 else 1 end as inferred_periods,
    least(lefts.confidence, rights.confidence) as confidence
from pairs
inner join {{ ref('int_relation_figure') }} as lefts on pairs.left_figure_id = lefts.figure_id
inner join {{ ref('int_relation_figure') }} as rights on pairs.right_figure_id = rights.figure_id
