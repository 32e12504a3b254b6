with
contradictions as (
    select
        contradiction_key,
        relation_check_key,
        suspect_observation_id
    from {{ ref('contradictions') }}
),

roles as (
    select * from {{ ref('int_relation_check_figure') }}
),

figures as (
    select * from {{ ref('int_relation_figure') }}
),

observations as (
    select
        observation_id,
        locator
    from {{ ref('fct_observation') }}
)

select
    -- keys
    {{ surrogate_key([
        "'contradiction_figures'", 'contradictions.contradiction_key', 'roles.figure_id', 'roles.side', 'roles.role'
    ]) }} as contradiction_figure_key,
    contradictions.contradiction_key,
    figures.observation_id,
    figures.report_id,
    -- the part that it plays
    roles.side,
    roles.role,
    roles.is_chosen,
    coalesce(roles.figure_id = contradictions.suspect_observation_id, false) as is_suspect,
    -- the figure
    figures.measure,
    figures.area_name,
    figures.segment_code,
    figures.programme_code,
    figures.period_end,
    {{ shown('figures.value') }} as value,
    {{ shown('figures.low') }} as low,
    {{ shown('figures.high') }} as high,
    figures.as_printed,
    observations.locator
from contradictions
inner join roles on contradictions.relation_check_key = roles.check_key
inner join figures on roles.figure_id = figures.figure_id
-- A reference rate is no figure of a report; the right side names it.
inner join observations on figures.observation_id = observations.observation_id

union all

-- The one figure of a report that the registers contradict; the registers' side has no single figure.
select
    -- keys
    {{ surrogate_key(["'contradiction_figures'", 'contradictions.contradiction_key', 'figures.figure_id', "'left'", "'reported'"]) }}
        as contradiction_figure_key,
    contradictions.contradiction_key,
    figures.observation_id,
    figures.report_id,
    -- the part that it plays
    'left' as side,
    'reported' as role,
    true as is_chosen,
    false as is_suspect,
    -- the figure
    figures.measure,
    figures.area_name,
    figures.segment_code,
    figures.programme_code,
    figures.period_end,
    {{ shown('figures.value') }} as value,
    {{ shown('figures.low') }} as low,
    {{ shown('figures.high') }} as high,
    figures.as_printed,
    observations.locator
from contradictions
inner join {{ ref('int_register_check') }} as register_checks on contradictions.relation_check_key = register_checks.check_key
inner join figures on register_checks.observation_id = figures.figure_id
inner join observations on figures.observation_id = observations.observation_id
