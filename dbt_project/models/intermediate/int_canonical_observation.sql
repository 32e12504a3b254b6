with
observations as (
    select *
    from {{ ref('int_observation') }}
    where is_current
),

canonical as (
    {{ canonical_observation_query('observations', ref('int_area'), ref('int_measure'), ref('int_bsu_edition')) | indent(4) }}
)

select *
from canonical
