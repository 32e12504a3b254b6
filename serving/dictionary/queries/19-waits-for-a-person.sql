-- id: Angka mana yang menunggu diperiksa orang?
-- en: Which figures wait for a person?
select file_name, as_printed, measure, area_name, confidence, waits_because
from audit.review_queue
order by confidence, file_name, locator;
