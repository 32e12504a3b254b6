-- The reports of the release, newest first.
select report_id, source, file_name, title, publisher, url, published_on, published_precision, sha256, outcome
from marts.dim_report
order by published_on desc nulls last, file_name, report_id
