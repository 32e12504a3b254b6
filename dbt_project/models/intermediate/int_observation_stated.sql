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

every_figure as (
    select *
    from as_read

    union all

    select *
    from by_people
)

select
    -- keys
    observation_id,
    report_id,
    report_month,
    source,
    -- place
    locator,
    as_printed,
    -- meaning
    measure,
    value,
    unit,
    decimals,
    qualifier,
    period_start,
    period_end,
    period_kind,
    period_basis,
    area_name,
    area_kind,
    area_code,
    office_code,
    programme,
    segment,
    -- reading
    reader,
    reader_version,
    confidence,
    rules,
    -- people
    correction_id,
    ended_by,
    decided_on,
    ended_on
from every_figure
