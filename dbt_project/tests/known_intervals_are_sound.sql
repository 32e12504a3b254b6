-- What is current has no end; what is superseded names its successor and does not end before it began.
select
    report_id,
    known_from,
    known_to,
    is_current,
    superseded_by
from {{ ref('dim_report') }}
where
    (is_current and (known_to is not null or superseded_by is not null))
    or (not is_current and (known_to is null or superseded_by is null))
    or known_to < known_from

union all

-- So are the intervals of figures: one that a person ended has an end, and does not end before it began.
select
    report_id,
    known_from,
    known_to,
    is_current,
    superseded_by
from {{ ref('fct_observation') }}
where
    (is_current and (known_to is not null or ended_by is not null))
    or (not is_current and known_to is null)
    or known_to < known_from
