-- Where members are served: totals and their types, those planned beside those that are there.
select *
from marts.rpt_service_network
order by
    case area_kind when 'nation' then 1 when 'province' then 2 else 3 end, area_code, measure_code, is_total desc,
    point_count desc nulls last, facility_type_code
