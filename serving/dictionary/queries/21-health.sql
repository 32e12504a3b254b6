-- id: Apakah data dalam keadaan baik?
-- en: Is the data in good health?
select metric, status, sentence_id, sentence_en
from audit.data_health
order by metric;
