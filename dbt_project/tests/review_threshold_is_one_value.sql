-- One threshold, between never and always.
select
    count(*) as row_count,
    min(least_confidence) as lowest
from {{ ref('review_threshold') }}
having count(*) <> 1 or min(least_confidence) < 0 or min(least_confidence) > 1
