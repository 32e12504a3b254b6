-- id: Di mana peserta dilayani di Kalimantan Barat?
-- en: Where are members served in Kalimantan Barat?
select measure_name_id, facility_type_name_id, point_count, planned_count
from marts.rpt_service_network
where area_code = '61'
order by sort_order;
