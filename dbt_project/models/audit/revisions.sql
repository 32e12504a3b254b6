with
observations as (
    select
        observation_id,
        report_id,
        superseded_by,
        published_on,
        measure,
        unit,
        area_name,
        area_kind,
        area_code,
        qualifier,
        period_start,
        period_end,
        value,
        as_printed,
        coalesce(area_code, concat(area_kind, ':', lower(area_name))) as area_id,
        coalesce(programme, 'ALL') as programme_code,
        coalesce(segment, 'ALL') as segment_code,
        coalesce(cast(period_start as string), '') as start_text,
        coalesce(cast(period_end as string), '') as end_text,
        {{ first_number('locator') }} as printed_order
    from {{ ref('fct_observation') }}
    -- Of a figure that a person corrected, the corrected one is the report's.
    where ended_by is null
),

-- The nth figure of one meaning stands against the nth of the same meaning in the report that replaced it.
numbered as (
    select
        *,
        {{ surrogate_key([
            'measure', 'unit', 'area_id', 'programme_code', 'segment_code', 'start_text', 'end_text', 'qualifier'
        ]) }} as meaning_key,
        row_number() over (
            partition by
                report_id, measure, unit, area_id, programme_code, segment_code, start_text, end_text, qualifier
            order by printed_order nulls last, observation_id nulls last
        ) as turn
    from observations
),

replacements as (
    select distinct
        report_id as old_report_id,
        superseded_by as new_report_id
    from {{ ref('int_report') }}
    where superseded_by is not null
),

old_figures as (
    select
        replacements.old_report_id,
        replacements.new_report_id,
        numbered.*
    from replacements
    inner join numbered on replacements.old_report_id = numbered.report_id
),

new_figures as (
    select
        replacements.old_report_id,
        replacements.new_report_id,
        numbered.*
    from replacements
    inner join numbered on replacements.new_report_id = numbered.report_id
),

compared as (
    select
        coalesce(old_figures.old_report_id, new_figures.old_report_id) as old_report_id,
        coalesce(old_figures.new_report_id, new_figures.new_report_id) as new_report_id,
        old_figures.observation_id as old_observation_id,
        new_figures.observation_id as new_observation_id,
        coalesce(new_figures.measure, old_figures.measure) as measure,
        coalesce(new_figures.unit, old_figures.unit) as unit,
        coalesce(new_figures.area_kind, old_figures.area_kind) as area_kind,
        coalesce(new_figures.area_code, old_figures.area_code) as area_code,
        coalesce(new_figures.area_name, old_figures.area_name) as area_name,
        coalesce(new_figures.programme_code, old_figures.programme_code) as programme_code,
        coalesce(new_figures.segment_code, old_figures.segment_code) as segment_code,
        coalesce(new_figures.period_start, old_figures.period_start) as period_start,
        coalesce(new_figures.period_end, old_figures.period_end) as period_end,
        coalesce(new_figures.qualifier, old_figures.qualifier) as qualifier,
        old_figures.value as old_value,
        new_figures.value as new_value,
        old_figures.as_printed as old_as_printed,
        new_figures.as_printed as new_as_printed,
        new_figures.published_on as revised_on,
        case
            when old_figures.observation_id is null then 'appeared'
            when new_figures.observation_id is null then 'disappeared'
            when old_figures.value <> new_figures.value then 'changed'
            else 'unchanged'
        end as change
    from old_figures
    full outer join new_figures
        on
            old_figures.old_report_id = new_figures.old_report_id
            and old_figures.new_report_id = new_figures.new_report_id
            and old_figures.meaning_key = new_figures.meaning_key
            and old_figures.turn = new_figures.turn
)

select
    -- keys
    {{ surrogate_key([
        "'revisions'", 'old_report_id', 'new_report_id', 'old_observation_id', 'new_observation_id'
    ]) }} as revision_key,
    old_report_id,
    new_report_id,
    old_observation_id,
    new_observation_id,
    -- about what
    measure,
    unit,
    area_kind,
    area_code,
    area_name,
    programme_code,
    segment_code,
    period_start,
    period_end,
    qualifier,
    -- what changed
    change,
    old_value,
    new_value,
    new_value - old_value as difference,
    old_as_printed,
    new_as_printed,
    revised_on
from compared
where change <> 'unchanged'
