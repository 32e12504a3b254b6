-- What newer contents of a file changed, newest first.
select revisions.*, measures.name_id as measure_name_id, measures.name_en as measure_name_en
from audit.revisions as revisions
left join marts.dim_measure as measures on revisions.measure = measures.measure_code
order by revisions.revised_on desc nulls last, revisions.area_code, revisions.measure, revisions.revision_key
