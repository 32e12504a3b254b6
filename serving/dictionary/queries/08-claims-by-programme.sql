-- id: Berapa klaim dan manfaat yang dibayar menurut program?
-- en: How many claims were paid, and how much, by programme?
-- The programme ALL is a report's total: never add it to the others.
select area_name_id, programme_name_id, period_start, as_of_date, cast(cases_text as bigint) as cases,
    cast(amount_idr_text as double) as amount_idr
from marts.rpt_disbursements_by_programme
where not is_total
order by area_code, as_of_date, programme_code;
