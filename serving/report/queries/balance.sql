-- What became of the rows and figures of each source.
select
    source,
    count(*) as reports,
    count(*) filter (where outcome = 'refused') as reports_refused,
    sum(rows_read) as rows_read,
    sum(rows_accepted) as rows_accepted,
    sum(rows_quarantined) as rows_quarantined,
    sum(rows_unread) as rows_unread,
    sum(rows_held) as rows_held
from audit.row_balance
group by source
order by source
