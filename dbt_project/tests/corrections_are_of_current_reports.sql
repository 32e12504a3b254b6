-- What was matched before the build holds in it: the report stands, and the figure that was corrected was read.
select
    corrections.correction_id,
    corrections.report_id,
    corrections.read_observation_id
from {{ ref('stg_correction') }} as corrections
left join {{ ref('int_report') }} as reports on corrections.report_id = reports.report_id
left join {{ ref('int_observation_read') }} as figures_read on corrections.read_observation_id = figures_read.observation_id
where
    coalesce(reports.is_current, false) = false
    or (corrections.read_observation_id is not null and figures_read.observation_id is null)
