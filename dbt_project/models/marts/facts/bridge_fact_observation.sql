with
canonical as (
    select *
    from {{ ref('int_canonical_observation') }}
)

select
    -- keys
    {{ surrogate_key(["'bridge_fact_observation'", "fact_table", "fact_key", "fact_column", "observation_id"]) }}
        as bridge_fact_observation_key,
    fact_table,
    fact_key,
    observation_id,
    -- attributes
    measure,
    fact_column,
    role,
    chosen_because,
    place_in_cell
from canonical
