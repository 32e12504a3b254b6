-- By source and covered month: how many areas reported, how many were expected and did not.
select
    source,
    covered_month,
    count(*) filter (where is_received) as received,
    count(*) filter (where status = 'late') as late,
    count(*) filter (where status = 'missing') as missing,
    count(*) filter (where status = 'not due yet') as not_due
from audit.completeness
group by source, covered_month
order by source, covered_month
