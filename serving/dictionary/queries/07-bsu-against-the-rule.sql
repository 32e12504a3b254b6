-- id: Apakah jumlah BSU cocok dengan besaran per orang yang berlaku?
-- en: Does the amount of BSU fit the amount a person that was in force?
select edition_code, province_name_id, amount_per_recipient_idr, edition_unit_rate_idr, amount_difference_idr
from marts.rpt_bsu_by_edition_province
where amount_per_recipient_idr is not null and edition_unit_rate_idr is not null
order by edition_code, province_code;
