-- Targets and what came of them, those with a rate first.
select
    *,
    cast(target_low_text as decimal(28, 6)) as target_low,
    cast(target_high_text as decimal(28, 6)) as target_high,
    cast(realised_text as decimal(28, 6)) as realised
from marts.rpt_target_attainment
order by target_on desc nulls last, achievement_rate_shown desc nulls last, sort_order
