-- id: Berapa provinsi yang ada pada suatu hari?
-- en: How many provinces were there on a day?
select days.day, count(*) as provinces
from (values (date '2012-11-15'), (date '2012-11-16'), (date '2022-07-25'), (date '2022-12-08')) as days (day)
inner join marts.dim_area on days.day between dim_area.valid_from and coalesce(dim_area.valid_to, date '9999-12-31')
where dim_area.area_kind = 'province' and dim_area.is_resolved
group by days.day
order by days.day;
