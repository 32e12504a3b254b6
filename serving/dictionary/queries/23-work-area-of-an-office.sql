-- id: Provinsi mana yang termasuk wilayah kerja Kanwil VI pada 2012?
-- en: Which provinces were in the work area of Kanwil VI in 2012?
select distinct dim_area.name_id, bridge_office_area.confidence
from marts.bridge_office_area
inner join marts.dim_area using (area_key)
where
    bridge_office_area.office_code = 'K8-VI'
    and date '2012-06-30' between bridge_office_area.valid_from and coalesce(bridge_office_area.valid_to, date '9999-12-31')
order by dim_area.name_id;
