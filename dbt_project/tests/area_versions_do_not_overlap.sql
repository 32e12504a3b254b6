-- Versions of one code follow each other without overlap and without gap.
with
neighbours as (
    select
        area_code,
        valid_from,
        valid_to,
        lead(valid_from) over (partition by area_code order by valid_from asc nulls last) as next_from
    from {{ ref('dim_area') }}
)

select *
from neighbours
where
    valid_to < valid_from
    or (next_from is not null and (valid_to is null or {{ day_before('next_from') }} <> valid_to))
