-- id: Laporan dari sumber mana datang untuk bulan apa?
-- en: Reports of which source came for which month?
select source, covered_month, area_code, status
from audit.completeness
order by covered_month, source, area_code;
