-- One row for each relation that the figures of a report allow to be checked, with the combination that speaks for it.
with
figures as (
    select * from {{ ref('int_relation_figure') }}
),

measure_labels as (
    select
        measure_code as measure,
        split_part(name_id, ' / ', 1) as label_id,
        lower(name_en) as label_en
    from {{ ref('int_measure') }}
),

-- A relation holds if any combination satisfies it; otherwise the first that is printed speaks.
combinations as (
    select
        *,
        bool_or(is_satisfied) over (partition by check_key) as is_confirmed,
        count(*) over (partition by check_key) as tried_count,
        row_number() over (
            partition by check_key
            order by
                is_satisfied desc nulls last, variant asc nulls last, printed_path asc nulls last, combination_key asc nulls last
        ) as turn
    from {{ ref('int_relation_combination') }}
),

combinations_tried as (
    select
        check_key,
        {{ joined(
            "concat(left_text_id, ' <> ', right_text_id, ' = ', " ~ number_id('right_value') ~ ")", '; ', 'turn'
        ) }} as tried_id,
        {{ joined(
            "concat(left_text_en, ' <> ', right_text_en, ' = ', " ~ number_id('right_value') ~ ")", '; ', 'turn'
        ) }} as tried_en
    from combinations
    -- A sentence lists a handful; tried_count tells how many there were.
    where turn between 2 and 7 and not is_confirmed
    group by check_key
),

formulas as (
    select
        combinations.check_key,
        combinations.combination_key as chosen_key,
        combinations.relation,
        combinations.report_id,
        cast(null as string) as other_report_id,
        combinations.figure_1 as anchor_figure_id,
        combinations.segment_code,
        combinations.programme_code,
        combinations.tried_count,
        combinations.left_value,
        combinations.left_low,
        combinations.left_high,
        combinations.right_value,
        combinations.right_low,
        combinations.right_high,
        combinations.left_text_id,
        combinations.left_text_en,
        combinations.right_text_id,
        combinations.right_text_en,
        combinations_tried.tried_id,
        combinations_tried.tried_en,
        combinations.inferred_periods,
        combinations.confidence,
        case
            when not combinations.is_confirmed then 'contradicted'
            when greatest(combinations.left_high, combinations.right_high) >= 1e17 then 'compatible'
            else 'confirmed'
        end as verdict
    from combinations
    left join combinations_tried on combinations.check_key = combinations_tried.check_key
    where combinations.turn = 1
),

-- Several figures may claim to be the whole: one that the parts fit is enough.
sums as (
    select
        *,
        count(*) over (partition by check_key) as tried_count,
        row_number() over (
            partition by check_key
            order by
                case coalesce(verdict, 'silent')
                    when 'confirmed' then 1
                    when 'compatible' then 2
                    when 'silent' then 3
                    else 4
                end nulls last,
                whole_printed_order nulls last, whole_figure_id nulls last
        ) as turn
    from {{ ref('int_relation_part_sum') }}
),

sums_tried as (
    select
        check_key,
        {{ joined("concat(whole_printed, ' <> ', " ~ number_id('right_value') ~ ")", '; ', 'turn') }} as tried
    from sums
    where turn between 2 and 7
    group by check_key
),

part_sums as (
    select
        sums.check_key,
        sums.whole_figure_id as chosen_key,
        sums.relation,
        sums.report_id,
        sums.other_report_id,
        sums.whole_figure_id as anchor_figure_id,
        sums.segment_code,
        sums.programme_code,
        sums.tried_count,
        sums.left_value,
        sums.left_low,
        sums.left_high,
        sums.right_value,
        sums.right_low,
        sums.right_high,
        concat(measure_labels.label_id, ' ', sums.whole_printed) as left_text_id,
        concat(measure_labels.label_en, ' ', sums.whole_printed) as left_text_en,
        sums.parts_text_id as right_text_id,
        sums.parts_text_en as right_text_en,
        case when sums.verdict = 'contradicted' then sums_tried.tried end as tried_id,
        case when sums.verdict = 'contradicted' then sums_tried.tried end as tried_en,
        sums.inferred_periods,
        sums.confidence,
        sums.verdict
    from sums
    inner join measure_labels on sums.measure = measure_labels.measure
    left join sums_tried on sums.check_key = sums_tried.check_key
    where sums.turn = 1 and sums.verdict is not null
),

value_pairs as (
    select
        pairs.check_key,
        pairs.left_figure_id as chosen_key,
        pairs.relation,
        pairs.report_id,
        case when pairs.right_report_id <> pairs.report_id then pairs.right_report_id end as other_report_id,
        pairs.left_figure_id as anchor_figure_id,
        pairs.segment_code,
        pairs.programme_code,
        cast(1 as bigint) as tried_count,
        pairs.left_value,
        pairs.left_low,
        pairs.left_high,
        pairs.right_value,
        pairs.right_low,
        pairs.right_high,
        concat(measure_labels.label_id, ' ', pairs.left_printed) as left_text_id,
        concat(measure_labels.label_en, ' ', pairs.left_printed) as left_text_en,
        concat(measure_labels.label_id, ' ', pairs.right_printed) as right_text_id,
        concat(measure_labels.label_en, ' ', pairs.right_printed) as right_text_en,
        cast(null as string) as tried_id,
        cast(null as string) as tried_en,
        pairs.inferred_periods,
        pairs.confidence,
        pairs.verdict
    from {{ ref('int_relation_value_pair') }} as pairs
    inner join measure_labels on pairs.measure = measure_labels.measure
),

checks as (
    select * from formulas
    union all
    select * from part_sums
    union all
    select * from value_pairs
)

select
    -- keys
    checks.check_key,
    checks.chosen_key,
    checks.report_id,
    checks.other_report_id,
    -- which relation, about what
    checks.relation,
    relations.kind as relation_kind,
    relations.severity,
    checks.verdict,
    figures.area_id,
    figures.area_kind,
    figures.area_code,
    figures.area_name,
    figures.measure,
    figures.unit,
    checks.segment_code,
    checks.programme_code,
    figures.period_start,
    figures.period_end,
    figures.period_basis,
    -- both sides
    checks.left_value,
    checks.left_low,
    checks.left_high,
    checks.right_value,
    checks.right_low,
    checks.right_high,
    checks.left_text_id,
    checks.left_text_en,
    checks.right_text_id,
    checks.right_text_en,
    -- how many ways were tried, and which did not fit either
    checks.tried_count,
    checks.tried_id,
    checks.tried_en,
    -- how sure; a period that the text does not state halves nothing, it only takes something off
    checks.confidence * relations.base_confidence
    * case when checks.inferred_periods > 0 then 0.9 else 1.0 end as confidence
from checks
inner join {{ ref('measure_relation') }} as relations on checks.relation = relations.relation
inner join figures on checks.anchor_figure_id = figures.figure_id
