with
registry as (
    select *
    from {{ ref('measure') }}
)

select
    -- keys
    {{ surrogate_key(["'dim_measure'", "measure"]) }} as measure_key,
    measure as measure_code,
    -- attributes
    kind as measure_kind,
    unit,
    label_id as name_id,
    label_en as name_en,
    definition,
    case when fact_column is not null then concat('fct_', fact) end as fact_table,
    fact_column,
    implied_programme as implied_programme_code,
    realised_measure as realised_measure_code
from registry
