with
checks as (
    select * from {{ ref('int_relation_check') }}
),

relations as (
    select
        relation,
        label_id,
        label_en
    from {{ ref('measure_relation') }}
),

reports as (
    select
        report_id,
        file_name
    from {{ ref('stg_report') }}
),

figures_used as (
    select
        check_figures.check_key,
        {{ joined('figures.observation_id', '; ', 'check_figures.term, figures.printed_order, figures.figure_id') }} as observation_ids,
        {{ joined('figures.as_printed', '; ', 'check_figures.term, figures.printed_order, figures.figure_id') }} as printed_figures
    from {{ ref('int_relation_check_figure') }} as check_figures
    inner join {{ ref('int_relation_figure') }} as figures on check_figures.figure_id = figures.figure_id
    where check_figures.is_chosen
    group by check_figures.check_key
)

select
    -- keys
    checks.check_key as relation_check_key,
    checks.report_id,
    checks.other_report_id,
    -- which relation, and what it says
    checks.relation,
    checks.relation_kind,
    checks.verdict,
    checks.severity,
    relations.label_id as relation_id,
    relations.label_en as relation_en,
    -- about what
    reports.file_name,
    checks.area_kind,
    checks.area_code,
    checks.area_name,
    checks.measure,
    checks.segment_code,
    checks.programme_code,
    checks.period_start,
    checks.period_end,
    checks.period_basis,
    -- both sides
    {{ shown('checks.left_value') }} as left_value,
    {{ shown('checks.left_low') }} as left_low,
    {{ shown('checks.left_high') }} as left_high,
    checks.left_text_id as left_as_printed,
    {{ shown('checks.right_value') }} as right_value,
    {{ shown('checks.right_low') }} as right_low,
    {{ shown('checks.right_high') }} as right_high,
    checks.right_text_id as right_as_printed,
    {{ shown('checks.left_value - checks.right_value') }} as difference,
    -- trace
    checks.tried_count,
    figures_used.observation_ids,
    figures_used.printed_figures,
    cast(round(checks.confidence, 4) as decimal(5, 4)) as confidence
from checks
inner join relations on checks.relation = relations.relation
inner join reports on checks.report_id = reports.report_id
inner join figures_used on checks.check_key = figures_used.check_key

union all

select
    -- keys
    register_checks.check_key as relation_check_key,
    register_checks.report_id,
    register_checks.register_report_id as other_report_id,
    -- which relation, and what it says
    relations.relation,
    'register' as relation_kind,
    register_checks.verdict,
    case when register_checks.verdict = 'contradicted' then 'warning' end as severity,
    relations.label_id as relation_id,
    relations.label_en as relation_en,
    -- about what
    reports.file_name,
    register_checks.area_kind,
    register_checks.area_code,
    register_checks.area_name,
    register_checks.measure,
    'ALL' as segment_code,
    'BSU' as programme_code,
    register_checks.period_start,
    register_checks.period_end,
    register_checks.period_basis,
    -- both sides
    {{ shown('register_checks.reported_value') }} as left_value,
    {{ shown('register_checks.reported_low') }} as left_low,
    {{ shown('register_checks.reported_high') }} as left_high,
    register_checks.as_printed as left_as_printed,
    {{ shown('register_checks.register_value') }} as right_value,
    {{ shown('register_checks.register_value') }} as right_low,
    {{ shown('register_checks.register_value') }} as right_high,
    {{ number_id('cast(register_checks.register_value as decimal(28, 0))') }} as right_as_printed,
    {{ shown('register_checks.reported_value - register_checks.register_value') }} as difference,
    -- trace
    cast(1 as bigint) as tried_count,
    register_checks.observation_id as observation_ids,
    register_checks.as_printed as printed_figures,
    cast(round(register_checks.confidence, 4) as decimal(5, 4)) as confidence
from {{ ref('int_register_check') }} as register_checks
inner join relations on relations.relation = 'register_agrees_with_report'
inner join reports on register_checks.report_id = reports.report_id
