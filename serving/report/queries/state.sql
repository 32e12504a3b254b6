-- How much the release was made of, and up to when.
select
    count(*) as reports,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on
from marts.dim_report
