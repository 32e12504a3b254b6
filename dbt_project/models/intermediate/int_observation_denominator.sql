-- What a figure that others are divided by counts: told by its source, its measure and the words of its sentence.
with
figures_read as (
    select
        observation_id,
        source,
        measure,
        sentence
    from {{ ref('int_observation_read') }}
),

-- A figure of a person stands in the sentence of the figure as it was read.
by_people as (
    select
        corrections.observation_id,
        corrections.source,
        corrections.measure,
        figures_read.sentence
    from {{ ref('stg_correction') }} as corrections
    left join figures_read on corrections.read_observation_id = figures_read.observation_id
    where corrections.observation_id is not null
),

figures as (
    select *
    from figures_read

    union all

    select *
    from by_people
),

cues as (
    select *
    from {{ ref('denominator_cue') }}
),

worded as (
    select
        observation_id,
        source,
        measure,
        coalesce({{ words_of('sentence') }}, ' ') as sentence_words
    from figures
    where measure in (select cues.measure from cues)
),

matched as (
    select
        worded.observation_id,
        cues.denominator_code,
        row_number() over (
            partition by worded.observation_id
            order by cues.turn asc nulls last, cues.phrase asc nulls last, cues.denominator_code asc nulls last
        ) as place
    from worded
    inner join cues
        on
            worded.measure = cues.measure
            and (cues.source is null or worded.source = cues.source)
            and (cues.phrase is null or worded.sentence_words like concat('% ', cues.phrase, ' %'))
)

select
    -- keys
    observation_id,
    -- attributes
    denominator_code
from matched
where place = 1
