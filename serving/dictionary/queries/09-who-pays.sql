-- id: Berapa bagian pemberi kerja terdaftar yang membayar iuran?
-- en: Which share of the registered employers pays?
select area_name_id, as_of_date, cast(employers_active_text as bigint) as employers_active,
    cast(employers_registered_text as bigint) as employers_registered, compliance_rate
from marts.rpt_employer_compliance
where has_compliance
order by sort_order;
