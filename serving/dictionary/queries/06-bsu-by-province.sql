-- id: Berapa BSU yang disalurkan, dan ke mana?
-- en: How much BSU went where?
select edition_code, province_name_id, recipients, amount_idr, origin
from marts.rpt_bsu_by_edition_province
order by edition_code, province_code;
