-- A current figure of a measure with a fact is in the bridge; every other one says why it is not.
with
bridged as (
    select distinct observation_id
    from {{ ref('bridge_fact_observation') }}
)

select
    observations.observation_id,
    observations.measure,
    observations.fact_table,
    observations.no_fact_because
from {{ ref('fct_observation') }} as observations
left join bridged on observations.observation_id = bridged.observation_id
where
    (observations.fact_table is null and observations.no_fact_because is null)
    or (observations.is_current and observations.fact_table is not null and bridged.observation_id is null)
