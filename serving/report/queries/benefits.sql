-- Benefits by programme, of each area and programme the latest period.
select
    benefit_disbursement_key, area_code, area_kind, area_name_id, area_name_en, programme_code, programme_name_id, programme_name_en,
    is_total, period_start, as_of_date, period_key, amount_per_case_idr, amount_per_recipient_idr, suppressed_because,
    last_published_on,
    cast(cases_text as decimal(28, 0)) as cases,
    cast(recipients_text as decimal(28, 0)) as recipients,
    cast(amount_idr_text as decimal(28, 6)) as amount_idr
from marts.rpt_disbursements_by_programme
where segment_code = 'ALL' and as_of_date is not null
order by as_of_date desc, area_code, programme_code, benefit_disbursement_key
