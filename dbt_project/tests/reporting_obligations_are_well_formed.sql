-- An obligation names one area that exists or one kind of areas, a source that there is, and a step of at least a month; a source is named
-- where it claims one.
with
obligations as (
    select * from {{ ref('reporting_obligation') }}
),

areas as (
    select distinct
        area_code,
        area_kind
    from {{ ref('dim_area') }}
)

select obligations.obligation_code
from obligations
where
    (obligations.area_code is null) = (obligations.area_kind is null)
    or (obligations.area_code is not null and obligations.area_code not in (select areas.area_code from areas))
    or (obligations.area_kind is not null and obligations.area_kind not in (select areas.area_kind from areas))
    or obligations.source not in ('press', 'labour_force', 'workbook', 'table', 'employer_register', 'payment_register')
    or obligations.every_months < 1
    or obligations.due_days < 0
    or obligations.valid_to < obligations.valid_from
    or (obligations.basis = 'sourced' and obligations.source_url is null)
