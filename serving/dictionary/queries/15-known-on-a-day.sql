-- id: Apa yang diketahui tentang cakupan provinsi pada 1 Juli 2020?
-- en: What was known of the coverage of provinces on 1 July 2020?
-- Each fact has such a macro: marts.<fact>_as_known(day).
select area_name, as_of_date, coverage_rate, coverage_rate_reported
from marts.coverage_as_known(date '2020-07-01')
where area_kind = 'province' and coalesce(coverage_rate, coverage_rate_reported) is not null
order by area_code, as_of_date;
