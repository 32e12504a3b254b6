-- id: Apakah setiap angka tercetak ada pertanggungjawabannya?
-- en: Is every printed number accounted for?
select sum(numbers_printed) as printed, sum(numbers_accounted) as accounted, sum(rows_read - rows_accepted - rows_quarantined - rows_unread) as rows_missing
from audit.row_balance;
