-- One area, kind of service point and type of facility: the latest count.
select
    network.area_name_«lang» as area,
    network.area_kind,
    network.measure_name_«lang» as measure,
    network.facility_type_name_«lang» as facility_type,
    network.is_total,
    network.as_of_date,
    strftime(network.as_of_date, '%d-%m-%Y') as as_of,
    network.point_count,
    network.planned_count,
    network.last_published_on,
    sources.printed,
    sources.source
from marts.rpt_service_network as network
left join («sources fct_service_points service_point_key marts.rpt_service_network») as sources on network.service_point_key = sources.fact_key
