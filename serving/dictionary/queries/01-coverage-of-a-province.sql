-- id: Berapa cakupan Kalimantan Barat, dan per kapan?
-- en: What is the coverage of Kalimantan Barat, and as of when?
select province_name_id, as_of_date, coverage_rate_shown, coverage_rate_origin
from marts.rpt_coverage_by_province
where province_name_short = 'Kalbar';
