-- The wage subsidy by edition and province, newest edition first.
select *
from marts.rpt_bsu_by_edition_province
order by
    case when edition_code in ('none', '') then 1 else 0 end, edition_code desc nulls last, recipients desc nulls last,
    candidates desc nulls last, province_code
