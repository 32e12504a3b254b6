-- id: Provinsi mana yang cakupannya belum dilaporkan?
-- en: Of which provinces does no report tell the coverage?
select province_code, province_name_id, province_name_en
from marts.rpt_coverage_by_province
where not has_figure
order by province_code;
