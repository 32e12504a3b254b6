-- What the warehouse holds: figures read with enough confidence, ended ones too, and those that people made of them.
with
figures_read as (
    select *
    from {{ ref('int_observation_read') }}
),

thresholds as (
    select least_confidence
    from {{ ref('review_threshold') }}
),

corrections as (
    select *
    from {{ ref('stg_correction') }}
),

-- Of what waited for review only the decision becomes known, so an unsure figure that was decided about is not here either.
as_read as (
    select
        figures_read.source,
        {% for column in observation_columns() %}
        figures_read.{{ column }},
        {% endfor %}
        cast(null as string) as correction_id,
        corrections.correction_id as ended_by,
        cast(null as date) as decided_on,
        corrections.decided_on as ended_on
    from figures_read
    inner join thresholds on figures_read.confidence >= thresholds.least_confidence
    left join corrections on figures_read.observation_id = corrections.read_observation_id
),

by_people as (
    select
        source,
        {{ observation_columns() | join(',\n        ') }},
        correction_id,
        cast(null as string) as ended_by,
        decided_on,
        cast(null as date) as ended_on
    from corrections
    where observation_id is not null
),

denominators as (
    select *
    from {{ ref('int_observation_denominator') }}
),

every_figure as (
    select *
    from as_read

    union all

    select *
    from by_people
)

select
    -- keys
    every_figure.observation_id,
    every_figure.report_id,
    every_figure.report_month,
    every_figure.source,
    -- place
    every_figure.locator,
    every_figure.as_printed,
    -- meaning
    every_figure.measure,
    every_figure.value,
    every_figure.unit,
    every_figure.decimals,
    every_figure.qualifier,
    every_figure.period_start,
    every_figure.period_end,
    every_figure.period_kind,
    every_figure.period_basis,
    every_figure.area_name,
    every_figure.area_kind,
    every_figure.area_code,
    every_figure.office_code,
    every_figure.programme,
    every_figure.segment,
    denominators.denominator_code,
    -- reading
    every_figure.reader,
    every_figure.reader_version,
    every_figure.confidence,
    every_figure.rules,
    -- people
    every_figure.correction_id,
    every_figure.ended_by,
    every_figure.decided_on,
    every_figure.ended_on
from every_figure
left join denominators on every_figure.observation_id = denominators.observation_id
