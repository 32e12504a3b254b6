-- Every contradiction shows at least one figure of a report on each side that is not a constant or a reference rate.
with
figures as (
    select
        contradiction_key,
        count(*) as figure_count
    from {{ ref('contradiction_figures') }}
    where is_chosen
    group by contradiction_key
)

select contradictions.contradiction_key
from {{ ref('contradictions') }} as contradictions
left join figures on contradictions.contradiction_key = figures.contradiction_key
-- What registers contradict has one side in a report, and the other in the registers that it names.
where coalesce(figures.figure_count, 0) < case when contradictions.relation_kind = 'register' then 1 else 2 end
