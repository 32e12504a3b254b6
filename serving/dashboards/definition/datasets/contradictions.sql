-- One contradiction: both sides as printed, their reports, what would fit.
select
    contradiction.severity,
    coalesce(area.name_«lang», contradiction.area_name) as area,
    contradiction.measure,
    contradiction.relation_kind,
    contradiction.period_end as as_of_date,
    strftime(contradiction.period_end, '%d-%m-%Y') as as_of,
    contradiction.left_as_printed,
    contradiction.right_as_printed,
    contradiction.difference,
    contradiction.sentence_«lang» as sentence,
    contradiction.likely_cause_«lang» as likely_cause,
    contradiction.value_that_would_fit,
    contradiction.confidence,
    contradiction.file_name as source,
    coalesce(other.file_name, contradiction.file_name) as other_source,
    case contradiction.severity when 'error' then 1 when 'warning' then 2 else 3 end as severity_order
from audit.contradictions as contradiction
left join marts.dim_report as other on contradiction.other_report_id = other.report_id
left join marts.dim_area as area on contradiction.area_code = area.area_code and area.is_current
qualify row_number() over (partition by contradiction.contradiction_key order by other.report_key asc nulls last, area.area_key asc nulls last) = 1
