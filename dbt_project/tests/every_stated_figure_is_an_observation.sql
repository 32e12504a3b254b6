-- Joining areas and reports loses and doubles no figure.
with
stated as (
    select observation_id
    from {{ ref('int_observation_stated') }}
),

observed as (
    select
        observation_id,
        count(*) as times
    from {{ ref('fct_observation') }}
    group by observation_id
)

select
    stated.observation_id,
    observed.times
from stated
left join observed on stated.observation_id = observed.observation_id
where coalesce(observed.times, 0) <> 1
