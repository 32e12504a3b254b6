{#-
    What arithmetic suggests about a contradiction: two figures in each other's place, scholarships counted in on one side, one digit off, two
    digits exchanged, a factor of ten, or another relation that confirms one of the values. A suggestion, never a correction.
-#}
{%- set most_terms = 5 -%}
with
figures as (
    select * from {{ ref('int_relation_figure') }}
),

checks as (
    select * from {{ ref('int_relation_check') }}
    where verdict = 'contradicted'
),

confirmations as (
    select distinct
        check_figures.figure_id,
        all_checks.relation
    from {{ ref('int_relation_check_figure') }} as check_figures
    inner join {{ ref('int_relation_check') }} as all_checks on check_figures.check_key = all_checks.check_key
    where check_figures.is_chosen and check_figures.verdict = 'confirmed' and all_checks.relation_kind <> 'neighbour'
),

supports as (
    select
        confirmations.figure_id,
        count(*) as support_count,
        {{ joined('relations.label_id', '; ', 'relations.label_id') }} as supported_by_id,
        {{ joined('relations.label_en', '; ', 'relations.label_en') }} as supported_by_en
    from confirmations
    inner join {{ ref('measure_relation') }} as relations on confirmations.relation = relations.relation
    group by confirmations.figure_id
),

-- Every way to mend a sum by one figure alone.
combinations as (
    select combinations.*
    from {{ ref('int_relation_combination') }} as combinations
    inner join checks on combinations.check_key = checks.check_key
    where checks.relation_kind = 'sum'
),

single_terms as (
    {% for number in range(1, most_terms + 1) -%}
    select
        check_key,
        relation,
        variant,
        combination_key,
        {{ number }} as term,
        figure_{{ number }} as figure_id,
        left_value - right_value as difference,
        left_text_id,
        left_text_en,
        right_text_id,
        right_text_en
    from combinations
    where figure_{{ number }} is not null
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}
),

mended as (
    select
        single_terms.check_key,
        single_terms.figure_id,
        figures.value
        + case when terms.side = 'left' then -1 else 1 end * single_terms.difference / terms.coefficient as mended_value,
        case
            when terms.side = 'left' then single_terms.right_text_id
            else concat(single_terms.left_text_id, ' = ', single_terms.right_text_id)
        end as formula_id,
        case
            when terms.side = 'left' then single_terms.right_text_en
            else concat(single_terms.left_text_en, ' = ', single_terms.right_text_en)
        end as formula_en
    from single_terms
    inner join {{ ref('measure_relation_term') }} as terms
        on
            single_terms.relation = terms.relation
            and single_terms.variant = terms.variant
            and single_terms.term = terms.term
    inner join figures on single_terms.figure_id = figures.figure_id

    union all

    select
        part_sums.check_key,
        part_sums.whole_figure_id as figure_id,
        part_sums.right_value as mended_value,
        checks.right_text_id as formula_id,
        checks.right_text_en as formula_en
    from {{ ref('int_relation_part_sum') }} as part_sums
    inner join checks on part_sums.check_key = checks.check_key

    union all

    select
        parts.check_key,
        parts.part_figure_id as figure_id,
        parts.value + part_sums.left_value - part_sums.right_value as mended_value,
        checks.right_text_id as formula_id,
        checks.right_text_en as formula_en
    from {{ ref('int_relation_part') }} as parts
    inner join {{ ref('int_relation_part_sum') }} as part_sums
        on parts.check_key = part_sums.check_key and parts.whole_figure_id = part_sums.whole_figure_id
    inner join checks on parts.check_key = checks.check_key

    union all

    select
        pairs.check_key,
        pairs.left_figure_id as figure_id,
        pairs.right_value as mended_value,
        checks.right_text_id as formula_id,
        checks.right_text_en as formula_en
    from {{ ref('int_relation_value_pair') }} as pairs
    inner join checks on pairs.check_key = checks.check_key
    where checks.relation_kind = 'told_twice'
),

compared as (
    select
        mended.*,
        figures.value as printed_value,
        coalesce(supports.support_count, 0) as support_count,
        figures.printed_order,
        cast(try_cast(round(figures.value, 0) as bigint) as string) as printed_digits,
        cast(try_cast(round(mended.mended_value, 0) as bigint) as string) as mended_digits
    from mended
    inner join figures on mended.figure_id = figures.figure_id
    left join supports on mended.figure_id = supports.figure_id
    where
        figures.low = figures.high
        and figures.value >= 100
        and mended.mended_value between 100 and 1e15
        and mended.mended_value = round(mended.mended_value, 0)
        and figures.measure <> 'bsu_unit_rate'
),

slips as (
    select
        *,
        {{ digits_that_differ('printed_digits', 'mended_digits') }} as differing,
        {{ digits_exchanged('printed_digits', 'mended_digits') }} as exchanged
    from compared
),

digit_causes as (
    select
        check_key,
        figure_id,
        mended_value,
        case when differing = 1 then 'digit_slip' else 'digits_exchanged' end as cause,
        -- A figure that another relation confirms is the less likely one to be wrong.
        support_count as rank_in_cause,
        printed_order,
        concat(
            case when differing = 1 then 'Tampaknya satu digit keliru: ' else 'Tampaknya dua digit tertukar: ' end,
            {{ number_id('printed_value') }}, ' seharusnya ', {{ number_id('mended_value') }}, ' agar cocok dengan ',
            formula_id, '.'
        ) as cause_id,
        concat(
            case when differing = 1 then 'Reads like a digit slip: ' else 'Reads like two digits exchanged: ' end,
            {{ number_id('printed_value') }}, ' would have to be ', {{ number_id('mended_value') }}, ' to fit ', formula_en, '.'
        ) as cause_en,
        case when differing = 1 then 1 else 2 end as preference
    from slips
    where differing = 1 or (differing = 2 and exchanged = 1)
),

powers as (
    {% for power in [-6, -3, -2, -1, 1, 2, 3, 6] -%}
    select {{ power }} as power
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}
),

shifted as (
    select
        checks.check_key,
        powers.power
    from checks
    cross join powers
    where
        checks.right_value > 0
        -- An open end meets anything.
        and greatest(checks.left_high, checks.right_high) < 1e17
        and {{ intervals_meet(
            'checks.left_low', 'checks.left_high',
            'checks.right_low * power(cast(10 as double), powers.power)',
            'checks.right_high * power(cast(10 as double), powers.power)'
        ) }}
),

power_causes as (
    select
        check_key,
        cast(null as string) as figure_id,
        cast(null as double) as mended_value,
        'factor_of_ten' as cause,
        abs(power) as rank_in_cause,
        0 as printed_order,
        concat('Kedua sisi cocok bila koma atau kata skala digeser ', cast(abs(power) as string), ' digit.') as cause_id,
        concat('Both sides fit if the decimal mark or scale word moves by ', cast(abs(power) as string), ' digits.') as cause_en,
        3 as preference
    from shifted
),

-- The left figure and one of the right in each other's place: then the sum is right to the last unit.
swapped_causes as (
    select
        lefts.check_key,
        cast(null as string) as figure_id,
        cast(null as double) as mended_value,
        'swapped_columns' as cause,
        0 as rank_in_cause,
        left_figures.printed_order,
        concat(
            'Jumlahnya tepat bila ', left_figures.as_printed, ' dan ', right_figures.as_printed, ' bertukar tempat (kolom tertukar).'
        ) as cause_id,
        concat(
            'The sum is exact if ', left_figures.as_printed, ' and ', right_figures.as_printed,
            ' stand in each other''s place (columns swapped).'
        ) as cause_en,
        0 as preference
    from single_terms as lefts
    inner join single_terms as rights
        on lefts.check_key = rights.check_key and lefts.combination_key = rights.combination_key
    inner join {{ ref('measure_relation_term') }} as left_terms
        on lefts.relation = left_terms.relation and lefts.variant = left_terms.variant and lefts.term = left_terms.term
    inner join {{ ref('measure_relation_term') }} as right_terms
        on rights.relation = right_terms.relation and rights.variant = right_terms.variant and rights.term = right_terms.term
    inner join figures as left_figures on lefts.figure_id = left_figures.figure_id
    inner join figures as right_figures on rights.figure_id = right_figures.figure_id
    where
        left_terms.side = 'left'
        and left_terms.coefficient = 1
        and right_terms.side = 'right'
        and right_terms.coefficient = 1
        and left_figures.value <> right_figures.value
        and left_figures.low = left_figures.high
        and right_figures.low = right_figures.high
        and lefts.difference = 2 * (left_figures.value - right_figures.value)
),

-- Scholarships are a measure of their own; a total of all programmes may have them in, or its parts may.
scholarship_causes as (
    select
        part_sums.check_key,
        cast(null as string) as figure_id,
        cast(null as double) as mended_value,
        'scholarship_counted_in' as cause,
        0 as rank_in_cause,
        scholarships.printed_order,
        concat('Kedua sisi cocok bila beasiswa ', scholarships.as_printed, ' ikut dihitung di salah satu sisi.') as cause_id,
        concat('Both sides fit if the scholarships ', scholarships.as_printed, ' are counted in on one side.') as cause_en,
        0 as preference
    from {{ ref('int_relation_part_sum') }} as part_sums
    inner join checks on part_sums.check_key = checks.check_key
    inner join {{ ref('measure_relation') }} as relations
        on part_sums.relation = relations.relation and relations.part_dimension = 'programme'
    inner join {{ ref('measure_counted_in') }} as counted_in on part_sums.measure = counted_in.counted_in
    inner join figures as scholarships
        on
            part_sums.report_id = scholarships.report_id
            and part_sums.area_id = scholarships.area_id
            and counted_in.measure = scholarships.measure
    where
        {{ intervals_meet(
            'part_sums.left_low', 'part_sums.left_high',
            'part_sums.right_low + scholarships.low', 'part_sums.right_high + scholarships.high'
        ) }}
        or {{ intervals_meet(
            'part_sums.left_low + scholarships.low', 'part_sums.left_high + scholarships.high',
            'part_sums.right_low', 'part_sums.right_high'
        ) }}
),

support_causes as (
    select
        checks.check_key,
        check_figures.figure_id,
        cast(null as double) as mended_value,
        'other_relation_confirms' as cause,
        supports.support_count as rank_in_cause,
        figures.printed_order,
        concat(figures.as_printed, ' dikuatkan oleh: ', supports.supported_by_id) as cause_id,
        concat(figures.as_printed, ' is confirmed by: ', supports.supported_by_en) as cause_en,
        4 as preference
    from checks
    inner join {{ ref('int_relation_check_figure') }} as check_figures
        on checks.check_key = check_figures.check_key and check_figures.is_chosen
    inner join supports on check_figures.figure_id = supports.figure_id
    inner join figures on check_figures.figure_id = figures.figure_id
    where checks.relation_kind = 'told_twice'
),

supports_joined as (
    select
        check_key,
        -- Both values have their supporters, so that neither is singled out.
        cast(null as string) as figure_id,
        cast(null as double) as mended_value,
        cause,
        min(rank_in_cause) as rank_in_cause,
        min(printed_order) as printed_order,
        concat({{ joined('cause_id', '; ', 'printed_order, figure_id') }}, '.') as cause_id,
        concat({{ joined('cause_en', '; ', 'printed_order, figure_id') }}, '.') as cause_en,
        min(preference) as preference
    from support_causes
    group by check_key, cause
),

causes as (
    {% for way in ['digit_causes', 'power_causes', 'swapped_causes', 'scholarship_causes', 'supports_joined'] -%}
    select
        check_key,
        figure_id,
        mended_value,
        cause,
        rank_in_cause,
        printed_order,
        cause_id,
        cause_en,
        preference
    from {{ way }}
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}
),

ranked as (
    select
        *,
        row_number() over (
            partition by check_key
            order by
                preference nulls last, rank_in_cause nulls last, printed_order nulls last, figure_id nulls last,
                cause_en nulls last
        ) as turn
    from causes
)

select
    -- keys
    check_key,
    figure_id as suspect_figure_id,
    -- the cause
    cause,
    mended_value,
    cause_id,
    cause_en
from ranked
where turn = 1
