with
checks as (
    select * from {{ ref('int_relation_check') }}
    where verdict = 'contradicted'
),

summaries as (
    select * from {{ ref('relation_checks') }}
),

causes as (
    select * from {{ ref('int_relation_cause') }}
),

worded as (
    select
        checks.*,
        summaries.file_name,
        summaries.observation_ids,
        summaries.printed_figures,
        summaries.left_value as left_number,
        summaries.left_low as left_number_low,
        summaries.left_high as left_number_high,
        summaries.right_value as right_number,
        summaries.right_low as right_number_low,
        summaries.right_high as right_number_high,
        summaries.difference,
        summaries.confidence as how_sure,
        causes.cause,
        causes.suspect_figure_id,
        causes.mended_value,
        causes.cause_id,
        causes.cause_en,
        relations.sentence_id as template_id,
        relations.sentence_en as template_en,
        coalesce({{ month_of('checks.period_end') }}, 'tanpa periode') as period_id,
        coalesce({{ month_of('checks.period_end') }}, 'no period') as period_en
    from checks
    inner join summaries on checks.check_key = summaries.relation_check_key
    inner join {{ ref('measure_relation') }} as relations on checks.relation = relations.relation
    left join causes on checks.check_key = causes.check_key
)

select
    -- keys
    {{ surrogate_key(["'contradictions'", 'check_key']) }} as contradiction_key,
    check_key as relation_check_key,
    report_id,
    other_report_id,
    -- which relation
    relation,
    relation_kind,
    severity,
    -- about what
    file_name,
    area_kind,
    area_code,
    area_name,
    measure,
    segment_code,
    programme_code,
    period_start,
    period_end,
    period_basis,
    -- both sides
    left_number as left_value,
    left_number_low as left_low,
    left_number_high as left_high,
    left_text_id as left_as_printed,
    right_number as right_value,
    right_number_low as right_low,
    right_number_high as right_high,
    right_text_id as right_as_printed,
    difference,
    -- in words; numbers in the form in which reports print them, in both languages: one sentence, one notation
    concat(
        {{ filled('template_id', [
            ('area', 'area_name'), ('period', 'period_id'), ('left', 'left_text_id'), ('right', 'right_text_id'),
            ('right_value', number_id('right_number')), ('difference', number_id('abs(difference)'))
        ]) }},
        case when tried_id is not null then concat(' Kombinasi lain juga tidak cocok: ', tried_id, '.') else '' end
    ) as sentence_id,
    concat(
        {{ filled('template_en', [
            ('area', 'area_name'), ('period', 'period_en'), ('left', 'left_text_en'), ('right', 'right_text_en'),
            ('right_value', number_id('right_number')), ('difference', number_id('abs(difference)'))
        ]) }},
        case when tried_en is not null then concat(' Other combinations do not fit either: ', tried_en, '.') else '' end
    ) as sentence_en,
    -- the likely cause
    cause as likely_cause,
    cause_id as likely_cause_id,
    cause_en as likely_cause_en,
    suspect_figure_id as suspect_observation_id,
    {{ shown('mended_value') }} as value_that_would_fit,
    -- trace
    tried_count,
    observation_ids,
    printed_figures,
    how_sure as confidence
from worded

union all

select
    -- keys
    {{ surrogate_key(["'contradictions'", 'register_checks.relation_check_key']) }} as contradiction_key,
    register_checks.relation_check_key,
    register_checks.report_id,
    register_checks.other_report_id,
    -- which relation
    register_checks.relation,
    register_checks.relation_kind,
    register_checks.severity,
    -- about what
    register_checks.file_name,
    register_checks.area_kind,
    register_checks.area_code,
    register_checks.area_name,
    register_checks.measure,
    register_checks.segment_code,
    register_checks.programme_code,
    register_checks.period_start,
    register_checks.period_end,
    register_checks.period_basis,
    -- both sides
    register_checks.left_value,
    register_checks.left_low,
    register_checks.left_high,
    register_checks.left_as_printed,
    register_checks.right_value,
    register_checks.right_low,
    register_checks.right_high,
    register_checks.right_as_printed,
    register_checks.difference,
    -- in words
    {{ filled('relations.sentence_id', [
        ('area', 'register_checks.area_name'), ('period', month_of('register_checks.period_end')),
        ('left', 'register_checks.left_as_printed'), ('right', 'register_checks.right_as_printed'),
        ('difference', number_id('abs(register_checks.difference)'))
    ]) }} as sentence_id,
    {{ filled('relations.sentence_en', [
        ('area', 'register_checks.area_name'), ('period', month_of('register_checks.period_end')),
        ('left', 'register_checks.left_as_printed'), ('right', 'register_checks.right_as_printed'),
        ('difference', number_id('abs(register_checks.difference)'))
    ]) }} as sentence_en,
    -- the likely cause
    case when sides.with_failed_fits then 'failed_counted_in' end as likely_cause,
    case when sides.with_failed_fits then 'Laporan cocok bila pembayaran yang gagal atau diretur ikut dihitung.' end as likely_cause_id,
    case when sides.with_failed_fits then 'The report fits if failed and returned payments are counted in.' end as likely_cause_en,
    cast(null as string) as suspect_observation_id,
    cast(null as decimal(28, 6)) as value_that_would_fit,
    -- trace
    register_checks.tried_count,
    register_checks.observation_ids,
    register_checks.printed_figures,
    register_checks.confidence
from summaries as register_checks
inner join {{ ref('int_register_check') }} as sides on register_checks.relation_check_key = sides.check_key
inner join {{ ref('measure_relation') }} as relations on register_checks.relation = relations.relation
where register_checks.verdict = 'contradicted'
