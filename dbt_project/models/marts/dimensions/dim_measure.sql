with
measures as (
    select *
    from {{ ref('int_measure') }}
)

select
    -- keys
    measure_key,
    measure_code,
    -- attributes
    measure_kind,
    unit,
    name_id,
    name_en,
    definition,
    fact_table,
    fact_column,
    implied_programme_code,
    realised_measure_code
from measures
