{#-
    Every way in which the figures of one report can fill the terms of a formula. One step of the loop takes one more term, so a new
    relation is rows of the seeds; `most_terms` is held by a test against measure_relation_term.
-#}
{%- set most_terms = 5 -%}
with
-- noqa: disable=LT02
-- (The linter loses the indentation where a condition decides between two joins.)
terms as (
    select
        terms.relation,
        terms.variant,
        terms.term,
        terms.side,
        terms.role,
        terms.measure,
        terms.operation,
        terms.segment,
        terms.programme,
        terms.period,
        terms.takes,
        cast(terms.coefficient as double) as coefficient,
        max(terms.term) over (partition by terms.relation, terms.variant) as term_count,
        -- The registry gives other names after a slash; one is enough for a sentence.
        coalesce(split_part(measures.name_id, ' / ', 1), replace(terms.role, '_', ' ')) as label_id,
        lower(coalesce(measures.name_en, replace(terms.role, '_', ' '))) as label_en
    from {{ ref('measure_relation_term') }} as terms
    left join {{ ref('int_measure') }} as measures on terms.measure = measures.measure_code
),

figures as (
    select * from {{ ref('int_relation_figure') }}
    where candidate_number <= {{ most_candidates() }}
),

no_figures as (
    select * from figures
    where 1 = 0
),

{% for number in range(1, most_terms + 1) %}
{% if number == 1 -%}
step_1 as (
    select
        terms.relation,
        terms.variant,
        terms.term_count,
        figures.report_id,
        figures.area_id,
        figures.figure_id as figure_1,
        figures.period_end as anchor_period_end,
        figures.period_start as anchor_period_start,
        case when terms.segment = 'same' then figures.segment_code end as segment_code,
        case when terms.programme = 'same' then figures.programme_code end as programme_code,
        case when figures.period_basis = 'text' then {{ month_of('figures.period_end') }} end as text_month,
        case when figures.period_basis = 'text' then figures.period_start end as text_start,
        case when figures.period_basis = 'text' then 0 else 1 end as inferred_periods,
        terms.coefficient * figures.value as left_value,
        terms.coefficient * figures.low as left_low,
        terms.coefficient * figures.high as left_high,
        cast(0 as double) as right_value,
        cast(0 as double) as right_low,
        cast(0 as double) as right_high,
        concat(terms.label_id, ' ', figures.as_printed) as left_text_id,
        concat(terms.label_en, ' ', figures.as_printed) as left_text_en,
        '' as right_text_id,
        '' as right_text_en,
        figures.confidence,
        lpad(cast(figures.printed_order as string), 16, '0') as printed_path
    from terms
    inner join figures
        on
            terms.measure = figures.measure
            and case terms.takes
                when 'stated' then figures.takes_stated
                when 'firm' then figures.takes_firm
                else figures.takes_target
            end
    where terms.term = 1
),
{%- else -%}
{%- set before = 'step_' ~ (number - 1) %}
step_{{ number }} as (
    {# A term is a figure or a constant: apart, because an outer join on conditions of both sides compares every row with every other. -#}
    {% for with_figure in [true, false] -%}
    select
        before.relation,
        before.variant,
        before.term_count,
        before.report_id,
        before.area_id,
        {% for earlier in range(1, number) -%}
        before.figure_{{ earlier }},
        {% endfor -%}
        figures.figure_id as figure_{{ number }},
        before.anchor_period_end,
        before.anchor_period_start,
        coalesce(before.segment_code, case when terms.segment = 'same' then figures.segment_code end) as segment_code,
        coalesce(
            before.programme_code, case when terms.programme = 'same' then figures.programme_code end
        ) as programme_code,
        coalesce(
            before.text_month,
            case when terms.period = 'same' and figures.period_basis = 'text' then {{ month_of('figures.period_end') }} end
        ) as text_month,
        coalesce(
            before.text_start,
            case when terms.period = 'same' and figures.period_basis = 'text' then figures.period_start end
        ) as text_start,
        before.inferred_periods
        + case when terms.period = 'same' and figures.period_basis <> 'text' then 1 else 0 end as inferred_periods,
        {% for side in ['left', 'right'] -%}
        {% for part, low, high in [
            ('value', 'coalesce(figures.value, 1)', 'coalesce(figures.value, 1)'),
            ('low', 'coalesce(figures.low, 1)', 'coalesce(figures.high, 1)'),
            ('high', 'coalesce(figures.low, 1)', 'coalesce(figures.high, 1)'),
        ] -%}
        case
            when terms.side = '{{ side }}'
                then
                    {{ interval_step(
                        part, 'terms.operation', 'terms.coefficient', 'before.' ~ side ~ '_' ~ part, low, high
                    ) }}
            else before.{{ side }}_{{ part }}
        end as {{ side }}_{{ part }},
        {% endfor -%}
        {% endfor -%}
        {% for side in ['left', 'right'] -%}
        {% for language in ['id', 'en'] -%}
        case
            when terms.side <> '{{ side }}' or terms.operation = 'at_most' then before.{{ side }}_text_{{ language }}
            when before.{{ side }}_text_{{ language }} = '' then {{ term_text(language) }}
            else concat(
                before.{{ side }}_text_{{ language }},
                case
                    when terms.operation = 'multiply' then ' x '
                    when terms.operation = 'divide' then ' / '
                    when terms.coefficient < 0 then ' - '
                    else ' + '
                end,
                {{ term_text(language) }}
            )
        end as {{ side }}_text_{{ language }},
        {% endfor -%}
        {% endfor -%}
        least(before.confidence, coalesce(figures.confidence, 1)) as confidence,
        concat(before.printed_path, '/', lpad(cast(coalesce(figures.printed_order, 0) as string), 16, '0')) as printed_path
    from {{ before }} as before
    inner join terms
        on before.relation = terms.relation and before.variant = terms.variant and terms.term = {{ number }}
    {{ 'inner' if with_figure else 'left' }} join {{ 'figures' if with_figure else 'no_figures as figures' }}
        on
            terms.measure = figures.measure
            and before.report_id = figures.report_id
            and before.area_id = figures.area_id
            {% if with_figure -%}
            and case terms.takes
                when 'stated' then figures.takes_stated
                when 'firm' then figures.takes_firm
                else figures.takes_target
            end
            and case
                when terms.segment = 'same' then coalesce(before.segment_code, figures.segment_code)
                else terms.segment
            end = figures.segment_code
            and case
                when terms.programme = 'same' then coalesce(before.programme_code, figures.programme_code)
                else terms.programme
            end = figures.programme_code
            -- Equal months; a figure whose period the text does not state goes with any month of its report.
            and case
                when terms.period = 'any' then true
                when terms.period = 'before'
                    then figures.period_basis = 'text' and {{ month_of('figures.period_end') }} < before.text_month
                when terms.period = 'covering'
                    then
                        before.anchor_period_end is null
                        or figures.period_end is null
                        or figures.period_basis <> 'text'
                        or (
                            before.anchor_period_end <= figures.period_end
                            and substr(cast(before.anchor_period_end as string), 1, 4)
                            = substr(cast(figures.period_end as string), 1, 4)
                        )
                when figures.period_basis <> 'text' or before.text_month is null then true
                else
                    before.text_month = {{ month_of('figures.period_end') }}
                    and (
                        before.text_start is null
                        or figures.period_start is null
                        or before.text_start = figures.period_start
                    )
            end
            {% endif %}
    {% if not with_figure -%}
    where terms.measure is null
    {%- else %}

    union all

    {% endif -%}
    {% endfor %}
),
{%- endif %}

{% endfor -%}

filled as (
    {% for number in range(2, most_terms + 1) -%}
    select
        relation,
        variant,
        report_id,
        area_id,
        anchor_period_end,
        anchor_period_start,
        segment_code,
        programme_code,
        text_month,
        inferred_periods,
        left_value,
        left_low,
        left_high,
        right_value,
        right_low,
        right_high,
        left_text_id,
        left_text_en,
        right_text_id,
        right_text_en,
        confidence,
        printed_path,
        {% for place in range(1, number + 1) -%}
        figure_{{ place }},
        {% endfor -%}
        {% for place in range(number + 1, most_terms + 1) -%}
        cast(null as string) as figure_{{ place }},
        {% endfor -%}
        term_count
    from step_{{ number }}
    where term_count = {{ number }}
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}
)

select
    -- keys
    {{ surrogate_key([
        "'int_relation_combination'", 'relation', 'variant', 'figure_1', 'figure_2', 'figure_3', 'figure_4', 'figure_5'
    ]) }} as combination_key,
    {{ surrogate_key([
        "'relation_checks'", 'relation', 'report_id', 'area_id', "coalesce(segment_code, 'ALL')",
        "coalesce(programme_code, 'ALL')", "coalesce(text_month, 'inferred')"
    ]) }} as check_key,
    -- which relation, about what
    relation,
    variant,
    report_id,
    area_id,
    coalesce(segment_code, 'ALL') as segment_code,
    coalesce(programme_code, 'ALL') as programme_code,
    text_month,
    anchor_period_start,
    anchor_period_end,
    inferred_periods,
    -- both sides
    left_value,
    left_low,
    left_high,
    right_value,
    right_low,
    right_high,
    left_text_id,
    left_text_en,
    right_text_id,
    right_text_en,
    {{ intervals_meet('left_low', 'left_high', 'right_low', 'right_high') }} as is_satisfied,
    confidence,
    printed_path,
    -- the figures, by term
    figure_1,
    figure_2,
    figure_3,
    figure_4,
    figure_5
from filled
