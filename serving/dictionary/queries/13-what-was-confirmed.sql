-- id: Hubungan antarangka mana yang terbukti cocok?
-- en: Which relations between figures were found to hold?
select relation_id, relation_en, count(*) as times
from audit.relation_checks
where verdict = 'confirmed'
group by relation_id, relation_en
order by times desc, relation_en;
