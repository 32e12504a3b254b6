-- id: Angka tercetak mana yang tidak menjadi fakta, dan mengapa?
-- en: Which printed numbers became no fact, and why?
select file_name, as_printed, reason, explanation, context
from audit.unread_figures
order by file_name, locator;
