-- What waits for a person: read with too little confidence, and nobody has decided about it.
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
    select read_observation_id
    from {{ ref('stg_correction') }}
    where read_observation_id is not null
)

select
    figures_read.source,
    {% for column in observation_columns() %}
    figures_read.{{ column }},
    {% endfor %}
    figures_read.sentence,
    thresholds.least_confidence
from figures_read
inner join thresholds on figures_read.confidence < thresholds.least_confidence
left join corrections on figures_read.observation_id = corrections.read_observation_id
where corrections.read_observation_id is null
