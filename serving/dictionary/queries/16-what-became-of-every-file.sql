-- id: Apa yang terjadi dengan setiap berkas yang diterima?
-- en: What became of every file that was received?
select file_name, published_on, outcome, rows_accepted, rows_quarantined, rows_unread
from audit.reports
order by file_name, sequence;
