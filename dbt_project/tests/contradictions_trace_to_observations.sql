-- Every contradiction shows at least two figures, and each that is no reference rate stands in a report.
with
figures as (
    select
        contradiction_key,
        sum(case when is_chosen then 1 else 0 end) as chosen_count,
        sum(case when observation_id is not null and locator is null then 1 else 0 end) as lost_count
    from {{ ref('contradiction_figures') }}
    group by contradiction_key
)

select contradictions.contradiction_key
from {{ ref('contradictions') }} as contradictions
left join figures on contradictions.contradiction_key = figures.contradiction_key
where coalesce(figures.chosen_count, 0) < 2 or figures.lost_count > 0
